import { registerDecorator } from 'class-validator';
import { parsePhoneNumber } from '../phone-number';

/** A string that can be read as a telephone number. */
export function IsTelephoneNumber(): PropertyDecorator {
  return (target, propertyKey) => {
    registerDecorator({
      name: 'isTelephoneNumber',
      target: target.constructor,
      propertyName: String(propertyKey),
      validator: {
        validate: (value: unknown) => typeof value === 'string' && parsePhoneNumber(value) !== undefined,
        defaultMessage: () => 'a telephone number such as +1234567890',
      },
    });
  };
}
