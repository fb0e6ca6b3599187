import time, resource
from tests.builders.imports import import_to_the_end, states, a_file
from tests.builders.decp import MARCHE
async def test_many(transaction, territory):
    for name, recs in {"groups": [{**MARCHE,"id":f"{i:07d}"} for i in range(5000)], "one group": [{**MARCHE,"montant":1000+i, "objet": f"Lot {i} : x"} for i in range(5000)]}.items():
        t=time.perf_counter(); r=await import_to_the_end(territory.facilitator, a_file(*recs)); print(name, states(r), round(time.perf_counter()-t,1),flush=True)
        t=time.perf_counter(); r=await import_to_the_end(territory.facilitator, a_file(*recs)); print(name, states(r), round(time.perf_counter()-t,1),flush=True)
