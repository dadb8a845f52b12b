import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { Model } from 'openai/resources/models';

@ApiSchema({ name: 'Model' })
export class ModelDto implements Model {
  /** The id that replies name. */
  readonly id!: string;

  @ApiProperty({ enum: ['model'] })
  readonly object!: 'model';

  /** When the service started: Unix time in seconds. */
  @ApiProperty({ type: 'integer' })
  readonly created!: number;

  /** Who runs the model. */
  readonly owned_by!: string;
}

@ApiSchema({ name: 'ModelList' })
export class ModelListDto {
  @ApiProperty({ enum: ['list'] })
  readonly object!: 'list';

  readonly data!: ModelDto[];
}
