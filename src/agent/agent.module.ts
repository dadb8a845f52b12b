import { Module } from '@nestjs/common';
import { ConversationModule } from '../conversation/conversation.module';
import { CreditCardModule } from '../credit-card/credit-card.module';
import { IdentityModule } from '../identity/identity.module';
import { LanguageModelModule } from '../language-model/language-model.module';
import { LoanModule } from '../loan/loan.module';
import { AgentController } from './agent.controller';
import { ResponseCacheModule } from '../response-cache/response-cache.module';
import { AgentService } from './agent.service';
import { AnswerCache } from './cache/answer-cache';
import { QuestionNames } from './cache/question-names';
import { EmergencyDialogue } from './emergency/emergency-dialogue';
import { ConfirmationGate } from './loop/confirmation-gate';
import { PasscodeGate } from './loop/passcode-gate';
import { ServerCalls } from './loop/server-calls';
import { ToolLoop } from './loop/tool-loop';
import { AgentReplyFormatter } from './native/agent-reply.formatter';
import { NativeConversation } from './native/native-conversation';
import { ActivateCardTool } from './tools/credit-card/activate-card.tool';
import { BlockCardTool } from './tools/credit-card/block-card.tool';
import { DisputeTransactionTool } from './tools/credit-card/dispute-transaction.tool';
import { GetCardBalanceTool } from './tools/credit-card/get-card-balance.tool';
import { GetReplacementStatusTool } from './tools/credit-card/get-replacement-status.tool';
import { ListCardTransactionsTool } from './tools/credit-card/list-card-transactions.tool';
import { ListCardsTool } from './tools/credit-card/list-cards.tool';
import { ReplaceCardTool } from './tools/credit-card/replace-card.tool';
import { ReportCardLostTool } from './tools/credit-card/report-card-lost.tool';
import { UnblockCardTool } from './tools/credit-card/unblock-card.tool';
import { ListLoanProductsTool } from './tools/loan/list-loan-products.tool';
import { QuoteLoanTool } from './tools/loan/quote-loan.tool';
import { SearchLoanArticlesTool } from './tools/loan/search-loan-articles.tool';
import { LastFourGuard } from './tools/last-four-guard';
import { SendPasscodeTool } from './tools/send-passcode.tool';
import { StepUp } from './tools/step-up';
import { type Tool } from './tools/tool';
import { ToolRegistry, TOOLS } from './tools/tool-registry';
import { TransferToHumanTool } from './tools/transfer-to-human.tool';

const TOOL_CLASSES = [
  SearchLoanArticlesTool,
  ListLoanProductsTool,
  QuoteLoanTool,
  ListCardsTool,
  BlockCardTool,
  UnblockCardTool,
  ReportCardLostTool,
  ReplaceCardTool,
  GetReplacementStatusTool,
  ActivateCardTool,
  GetCardBalanceTool,
  ListCardTransactionsTool,
  DisputeTransactionTool,
  SendPasscodeTool,
  TransferToHumanTool,
];

@Module({
  imports: [LanguageModelModule, CreditCardModule, IdentityModule, LoanModule, ConversationModule, ResponseCacheModule],
  controllers: [AgentController],
  providers: [
    ...TOOL_CLASSES,
    { provide: TOOLS, inject: TOOL_CLASSES, useFactory: (...tools: readonly Tool[]) => tools },
    StepUp,
    LastFourGuard,
    PasscodeGate,
    ToolRegistry,
    ConfirmationGate,
    ServerCalls,
    ToolLoop,
    EmergencyDialogue,
    QuestionNames,
    AnswerCache,
    AgentService,
    NativeConversation,
    AgentReplyFormatter,
  ],
  exports: [AgentService],
})
export class AgentModule {}
