/** An answer that is an error: the exception's name, its HTTP status, and the service's words. */
export interface ServiceFault {
  readonly name: string;
  readonly status: number;
  readonly message: string;
}

const ACCESS_DENIED =
  'User: arn:aws:iam::123456789012:user/teller is not authorized to perform: bedrock:InvokeModelWithResponseStream ' +
  'on resource: arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0';

const FAULTS: readonly ServiceFault[] = [
  { status: 400, name: 'ValidationException', message: 'The provided request is not valid' },
  { status: 403, name: 'AccessDeniedException', message: ACCESS_DENIED },
  {
    status: 404,
    name: 'ResourceNotFoundException',
    message: 'Could not resolve the foundation model from the provided model identifier.',
  },
  { status: 408, name: 'ModelTimeoutException', message: 'Model processing timed out. Please try again.' },
  { status: 424, name: 'ModelErrorException', message: 'The model returned the following errors: unexpected error' },
  { status: 429, name: 'ThrottlingException', message: 'Too many requests, please wait before trying again.' },
  {
    status: 500,
    name: 'InternalServerException',
    message: 'The system encountered an unexpected error during processing. Try your request again.',
  },
  { status: 503, name: 'ServiceUnavailableException', message: 'Bedrock is unable to process your request.' },
];

export function faultOfStatus(status: number): ServiceFault | undefined {
  return FAULTS.find((fault) => fault.status === status);
}

export function invalid(message: string): ServiceFault {
  return { name: 'ValidationException', status: 400, message };
}

export function profileNeeded(modelId: string): ServiceFault {
  return invalid(
    `Invocation of model ID ${modelId} with on-demand throughput isn’t supported. ` +
      'Retry your request with the ID or ARN of an inference profile that contains this model.',
  );
}

export const MISSING_AUTHENTICATION: ServiceFault = {
  name: 'MissingAuthenticationTokenException',
  status: 403,
  message: 'Missing Authentication Token',
};

export const UNKNOWN_OPERATION: ServiceFault = {
  name: 'UnknownOperationException',
  status: 404,
  message: 'Unknown operation',
};
