import type { LocalConnect } from '../connect/connect.ts';
import { type AwsAnswer, type AwsService, jsonBody } from './service.ts';

const restAnswer = (status: number, body: unknown, errorType?: string): AwsAnswer => ({
  status,
  headers: {
    'content-type': 'application/json',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  },
  body: JSON.stringify(body ?? {}),
});

/** Amazon Connect's REST API behind the door. */
export function connectService(connect: Pick<LocalConnect, 'handleApi' | 'actionOf'>): AwsService {
  return {
    signingName: 'connect',
    throttlingError: 'TooManyRequestsException',
    asks({ method, path }) {
      const asked = connect.actionOf(method, path);
      // An operation Connect does not know asks for nothing: it is refused by Connect itself.
      return asked === undefined ? { action: 'connect:Unknown', needs: [] } : { action: asked.action, needs: [asked] };
    },
    async answer(request) {
      const { method, path, query } = request;
      const { status, body, errorType } = await connect.handleApi({ method, path, query, body: jsonBody(request) });
      return restAnswer(status, body, errorType);
    },
    refuse: ({ type, message, status }) =>
      restAnswer(type === 'AccessDeniedException' ? 403 : status, { Message: message, message }, type),
  };
}
