import { type Database, openProductStore, type ProductStore } from '@rollcall/store';

/** The product data of each tenant, opened once: a store remembers what never changes. */
export function tenantStores(db: Database): (tenantNo: number) => ProductStore {
  const stores = new Map<number, ProductStore>();
  return (tenantNo) => {
    const known = stores.get(tenantNo) ?? openProductStore(db, tenantNo);
    stores.set(tenantNo, known);
    return known;
  };
}
