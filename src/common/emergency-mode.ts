/**
 * The mode in which no model answers and callers can still have a card blocked. Replies name it as their model, and so
 * do the log and the health report.
 */
export const EMERGENCY_MODE = 'tellerline-emergency-1';
