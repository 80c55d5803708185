import type { DeskRequest, DeskResponse } from './contract.ts';
import { refusedRequest } from './web-desk.answers.ts';
import { postCallback, postCustomerCallback } from './web-desk.booking.ts';
import { getChat, getChatLines, postChat, postChatLine } from './web-desk.chat.ts';
import { getHome, getWaits } from './web-desk.home.ts';
import { getLink, postLink } from './web-desk.link.ts';
import { type DeskWorld, type Visit, visitOf } from './web-desk.visit.ts';

type Route = (visit: Visit) => Promise<DeskResponse>;

/** Reading changes nothing; only POST acts. lib/web-desk.ts leads exactly these to us. */
const routes: Readonly<Record<string, { GET?: Route; POST?: Route }>> = {
  '/': { GET: getHome },
  '/waits': { GET: getWaits },
  '/callbacks': { POST: postCallback },
  '/chats': { POST: postChat },
  '/link/{token}': { GET: getLink, POST: postLink },
  '/chat/{token}': { GET: getChat, POST: postChatLine },
  '/chat/{token}/lines': { GET: getChatLines },
  '/customer/callbacks': { POST: postCustomerCallback },
  '/customer/chats': { POST: postChat },
};

/** The center on the web: the wait right now, callbacks and chats. */
export function makeWebDesk(world: DeskWorld): (request: DeskRequest) => Promise<DeskResponse> {
  return async (request) => {
    const visit = visitOf(world, request, world.clock.now());
    if ('statusCode' in visit) return visit;
    const method = request.httpMethod === 'HEAD' ? 'GET' : request.httpMethod;
    const route = method === 'OPTIONS' ? undefined : routes[request.resource]?.[method];
    return route ? route(visit) : visit.answer(refusedRequest(404, 'There is nothing at this address.'));
  };
}
