/** Words in other scripts and languages that say of a card that something was done to it. */
export const FOREIGN_CLAIM =
  /заблокирован|разблокирован|замороже|аннулирован|отменен[ао]|отключен|активирован|(?:已|被).{0,8}(?:冻结|凍結|锁|鎖|停|取消|挂失|激活)|(?:停止|凍結|ロック|ブロック|解約)され(?:まし|てい)|(?:차단|정지|취소|활성화)(?:되었|됐|했|하였)|محظور|مجمد|(?:تم|جرى) (?:حظر|إيقاف|تجميد|إلغاء)|ब्लॉक (?:हो|कर|किया)|zablok\p{L}*an|zamroż\p{L}*n|anulowan|engellendi|donduruldu|iptal edildi|geblokkeerd|spärrat|sperret|spærret|blockiert/iu;

/** Whether a word may be a part of one. */
export const FOREIGN_SUSPICION =
  /\p{Script=Cyrillic}{6}|[停冻凍锁鎖消失激]|され|차단|정지|취소|활성|محظور|مجمد|تم|ब्लॉक|zablok|zamro|anulow|engel|dondur|iptal|blokk|spärr|spærr/iu;
