import { createKey } from '../factories/api-key.factory';

/** What production cannot do without. */
export const PRODUCTION_SETTINGS: Readonly<Record<string, string>> = {
  NODE_ENV: 'production',
  MODEL: 'embedded-dialog-1',
  OTP_WEBHOOK_URL: 'https://messages.example/otp',
  API_KEYS: createKey().entry,
};
