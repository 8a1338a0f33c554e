import { findAttribute, indexName, parseAttributePath, type Registry } from '@rollcall/scim';

/** The attributes that `ROLLCALL_INDEXED_ATTRIBUTES` names, in every resource type that has them; throws on one that none has. */
export function indexedAttributes(registry: Registry, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const path = parseAttributePath(name);
    const found = registry.resourceTypes.flatMap((type) => {
      const ref = path === null ? null : findAttribute(type, path);
      return ref === null ? [] : [indexName(type, ref)];
    });
    if (found.length === 0) throw new Error(`ROLLCALL_INDEXED_ATTRIBUTES names “${name}”, which no resource type has.`);
    return found;
  });
}
