import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import {
  IsArray,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  validateSync,
  ValidateNested,
} from 'class-validator';
import { AsSent } from './as-sent';
import { Variants } from './variants';

class Cat {
  @IsIn(['cat'])
  readonly kind!: 'cat';
  @IsString()
  readonly name!: string;
}

class Dog {
  @IsIn(['dog'])
  readonly kind!: 'dog';
}

class House {
  @IsOptional()
  @IsArray()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Variants('kind', { cat: Cat, dog: Dog })
  readonly pets?: readonly (Cat | Dog)[];

  @IsOptional()
  @ValidateNested()
  @Variants('kind', { cat: Cat })
  readonly guest?: Cat;

  @IsDefined()
  @AsSent()
  readonly notes: unknown;
}

const build = (fields: object): House => plainToInstance(House, { notes: {}, ...fields });
const complaints = (fields: object): readonly string[] =>
  validateSync(build(fields), { whitelist: true }).flatMap((error) =>
    JSON.stringify(error.constraints ?? error.children),
  );

describe(Variants.name, () => {
  it('should make of each value what its property names', () => {
    const { pets, guest } = build({ pets: [{ kind: 'dog' }, { kind: 'cat', name: 'Tom' }], guest: { kind: 'cat' } });
    expect(pets?.map((pet) => pet.constructor)).toEqual([Dog, Cat]);
    expect(guest).toBeInstanceOf(Cat);
  });

  it('should apply the rules of that class alone', () => {
    expect(complaints({ pets: [{ kind: 'dog' }, { kind: 'cat', name: 'Tom' }] })).toEqual([]);
    expect(complaints({ pets: [{ kind: 'cat' }] }).join()).toContain('name must be a string');
  });

  it.each([['bird'], ['toString'], ['__proto__'], [null], [undefined], [['cat']], [{}]])(
    'should complain of the property alone when it is %j',
    (kind) => {
      const [complaint = '', ...others] = complaints({ pets: [{ kind, name: 3 }] });
      expect(others).toEqual([]);
      expect(complaint).toContain('kind must be one of the following values: cat, dog');
      expect(complaint).not.toContain('name');
    },
  );

  it.each([[[null]], [['cat']], [[[{ kind: 'cat' }]]], ['cat'], [7]])('should leave %j to the other rules', (pets) => {
    expect(complaints({ pets })).toHaveLength(1);
  });
});

describe(AsSent.name, () => {
  it('should keep the very value, whatever its keys are called', () => {
    const notes = JSON.parse('{"toString":1,"valueOf":{"then":2},"hasOwnProperty":[{"constructor":3}]}') as object;
    expect(build({ notes }).notes).toBe(notes);
  });
});
