import { type AppConfig } from '../../config/app-config';
import { ConsoleOtpSender } from './console-otp-sender';
import { type OtpSender } from './otp-sender';
import { WebhookOtpSender } from './webhook-otp-sender';

export function createOtpSender(config: Pick<AppConfig, 'nodeEnvironment' | 'passcodes'>): OtpSender {
  const { webhook } = config.passcodes;
  return webhook === undefined ? new ConsoleOtpSender(config) : new WebhookOtpSender(webhook);
}
