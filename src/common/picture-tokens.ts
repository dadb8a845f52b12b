/** What models count for one picture, roughly. The text that carries it is a hundred times as long. */
export const PICTURE_TOKENS = 1_500;
