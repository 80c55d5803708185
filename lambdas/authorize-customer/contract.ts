import * as z from 'zod/mini';

export const environment = z.object({});

/** What API Gateway asks a TOKEN authoriser; the token has the form of one already. */
export const request = z.object({
  type: z.literal('TOKEN'),
  authorizationToken: z.string().check(z.maxLength(4096)),
  methodArn: z.string(),
});

export type AuthorizeRequest = z.output<typeof request>;

export interface Authorized {
  principalId: string;
  policyDocument: {
    Version: '2012-10-17';
    Statement: [{ Action: 'execute-api:Invoke'; Effect: 'Allow' | 'Deny'; Resource: string }];
  };
  /** Passed on to the desk; texts only. */
  context: Record<string, string>;
}
