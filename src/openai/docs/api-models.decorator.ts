import { applyDecorators } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiSecurity,
  ApiTags,
} from '@nestjs/swagger';
import { KEY_SECURITY } from '../../access/require-scope.decorator';
import { OpenAiError } from '../errors/openai-error';
import { UNKNOWN_MODEL } from './invalid-request-examples';
import { ModelDto, ModelListDto } from './model.dto';

export const MODELS_TAG = 'Models';

const EXAMPLE: ModelDto = {
  id: 'embedded-dialog-1',
  object: 'model',
  created: 1_795_426_153,
  owned_by: 'tellerline',
};

const URL_TOO_LONG = {
  urlTooLong: {
    summary: 'An id of more than 512 characters',
    value: new OpenAiError({ status: 414, message: 'The URL is too long.' }).body,
  },
};

/** Documents the list of models. */
export function ApiListModels(): MethodDecorator {
  return applyDecorators(
    ApiTags(MODELS_TAG),
    ApiSecurity(KEY_SECURITY),
    ApiOperation({
      operationId: 'listModels',
      summary: 'List the models',
      description: 'The one model that this service is configured to answer with.',
    }),
    ApiOkResponse({
      description: 'The models.',
      type: ModelListDto,
      example: { object: 'list', data: [EXAMPLE] } satisfies ModelListDto,
    }),
  );
}

/** Documents the look-up of one model. */
export function ApiRetrieveModel(): MethodDecorator {
  return applyDecorators(
    ApiTags(MODELS_TAG),
    ApiSecurity(KEY_SECURITY),
    ApiOperation({
      operationId: 'retrieveModel',
      summary: 'Look up a model',
      description: 'An id with a slash is written with `%2F`.',
    }),
    ApiParam({
      name: 'id',
      description: 'The id of the model, as `GET /v1/models` names it.',
      schema: { type: 'string', minLength: 1, maxLength: 512, example: EXAMPLE.id },
    }),
    ApiOkResponse({ description: 'The model.', type: ModelDto, example: EXAMPLE }),
    ApiNotFoundResponse({
      description: 'There is no such model.',
      content: { 'application/json': { examples: UNKNOWN_MODEL } },
    }),
    ApiResponse({ status: 414, content: { 'application/json': { examples: URL_TOO_LONG } } }),
  );
}
