import { Controller, Get, UseFilters } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import { EMERGENCY_MODE } from '../common/emergency-mode';
import { KeyFileWatch } from '../access/key-file-watch';
import { OpenToAll } from '../access/open-to-all.decorator';
import { RedisConnection } from '../common/redis/redis-connection';
import { DeliveryHealth } from '../credit-card/card-system/outbox/delivery-health';
import { allowPartialOutage, type ReadinessReport } from './allow-partial-outage';
import { Database } from '../database/database';
import { LanguageModel } from '../language-model/language-model';
import { HealthReportFilter } from './health-report.filter';

interface ComponentHealth {
  readonly state: 'up' | 'down';
  readonly detail: string;
}

const COMPONENTS = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    properties: { status: { type: 'string', enum: ['up', 'down'] }, detail: { type: 'string' } },
    required: ['status', 'detail'],
  },
};

/** What is up, what is down, and both together. */
const COMPONENT_LISTS = { info: COMPONENTS, error: COMPONENTS, details: COMPONENTS };
const MODE = {
  type: 'string',
  enum: [EMERGENCY_MODE],
  description: 'Only when the model is down: what answers in its place.',
};
const READINESS =
  'Checks the database and the model, each with its state. It costs no tokens. Without the model the service is ' +
  'ready but degraded: callers can block cards, and nothing else. Where the bank has a card system of its own, the ' +
  'state of the deliveries to it is there too, and while they do not get through the service is degraded. ' +
  'The same goes for Redis where it is used: without it each instance keeps its share of the rate limits. ' +
  'And for a file of API keys: while it cannot be used, keys are taken away and none is added.';
const READY = 'All is up, or all but the model, the card system, Redis and the file of keys: then it is `degraded`.';
const REPORT = { type: 'object', required: ['status', 'info', 'error', 'details'] };
const READY_REPORT = {
  ...REPORT,
  properties: { status: { type: 'string', enum: ['ok', 'degraded'] }, mode: MODE, ...COMPONENT_LISTS },
};

const DATABASE_UP = { status: 'up', detail: 'the embedded database data/tellerline.db answered in 0 ms.' };
const MODEL_UP = { status: 'up', detail: 'The embedded dialogue engine runs within this process.' };
const DATABASE_DOWN = { status: 'down', detail: 'the embedded database data/tellerline.db does not answer.' };

@ApiTags('Health')
@Controller('health')
@OpenToAll()
@UseFilters(HealthReportFilter)
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
    private readonly database: Database,
    private readonly model: LanguageModel,
    private readonly deliveries: DeliveryHealth,
    private readonly redis: RedisConnection,
    private readonly keyFile: KeyFileWatch,
  ) {}

  @Get('live')
  @ApiOperation({
    operationId: 'checkLiveness',
    summary: 'Is the process alive?',
    description: 'Checks nothing else, so that an outage elsewhere does not restart the service.',
  })
  @ApiOkResponse({
    description: 'It is alive.',
    content: {
      'application/json': {
        schema: { type: 'object', properties: { status: { type: 'string', enum: ['ok'] } }, required: ['status'] },
        example: { status: 'ok' },
      },
    },
  })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiOperation({
    operationId: 'checkReadiness',
    summary: 'Can it answer calls?',
    description: READINESS,
  })
  @ApiOkResponse({
    description: READY,
    content: {
      'application/json': {
        schema: READY_REPORT,
        example: {
          status: 'ok',
          info: { database: DATABASE_UP, model: MODEL_UP },
          error: {},
          details: { database: DATABASE_UP, model: MODEL_UP },
        },
      },
    },
  })
  @ApiServiceUnavailableResponse({
    description: 'Something is down: the same report, with what is down under `error`.',
    content: {
      'application/json': {
        schema: {
          ...REPORT,
          properties: { status: { type: 'string', enum: ['error', 'shutting_down'] }, ...COMPONENT_LISTS },
        },
        example: {
          status: 'error',
          info: { model: MODEL_UP },
          error: { database: DATABASE_DOWN },
          details: { database: DATABASE_DOWN, model: MODEL_UP },
        },
      },
    },
  })
  ready(): Promise<ReadinessReport> {
    return this.health
      .check([
        () => this.report('database', this.database.checkHealth()),
        () => this.report('model', this.model.checkHealth()),
        () => this.report('card_system', this.deliveries.check()),
        () => this.report('redis', Promise.resolve(this.redis.checkHealth())),
        () => this.report('api_keys', this.keyFile.checkHealth()),
      ])
      .catch(allowPartialOutage);
  }

  /** @param check of a part that this service does without altogether gives nothing. */
  private async report(
    name: string,
    check: ComponentHealth | undefined | Promise<ComponentHealth | undefined>,
  ): Promise<HealthIndicatorResult> {
    const health = await check;
    if (health === undefined) return {};
    const { state, detail } = health;
    const indicator = this.indicators.check(name);
    return state === 'up' ? indicator.up({ detail }) : indicator.down({ detail });
  }
}
