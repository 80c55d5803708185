"""M/M/100+M in SimPy, as its users write it: prints customers per CPU second and the share that abandoned."""
import json
import random
import sys
import time

import simpy

customers = int(sys.argv[1])
agents, arrivals, handle, patience = 100, 140.0, 1.0, 1.0
random.seed(1)
abandoned = 0


def customer(env, desk):
    global abandoned
    with desk.request() as place:
        leaves = env.timeout(random.expovariate(1 / patience))
        came = yield place | leaves
        if place in came:
            yield env.timeout(random.expovariate(1 / handle))
        else:
            abandoned += 1


def arrive(env, desk):
    for _ in range(customers):
        yield env.timeout(random.expovariate(arrivals))
        env.process(customer(env, desk))


env = simpy.Environment()
desk = simpy.Resource(env, capacity=agents)
env.process(arrive(env, desk))
started = time.process_time()
env.run()
used = time.process_time() - started
print(json.dumps({"version": simpy.__version__, "perSecond": customers / used, "abandoned": abandoned / customers}))
