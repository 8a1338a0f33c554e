export * from './error.ts';
export type * from './filter/ast.ts';
export { checkFilter, checkFilterForTypes, checkValueFilter } from './filter/check.ts';
export { compares, evaluateElement, evaluateFilter, valuesOf } from './filter/evaluate.ts';
export { formatFilter, formatPatchPath } from './filter/format.ts';
export { filterLimits, formatPath, parseAttributePath, parseFilter, parsePatchPath } from './filter/parse.ts';
export * from './json.ts';
export { jsonEqual } from './json-equal.ts';
export { type BulkCall, type BulkStep, bulkCall, planBulk } from './message/bulk-plan.ts';
export {
  BULK_REQUEST_URN,
  type BulkMethod,
  type BulkOperation,
  type BulkRequest,
  readBulkRequest,
} from './message/bulk-request.ts';
export { BULK_RESPONSE_URN, type BulkResult, renderBulkResponse } from './message/bulk-response.ts';
export { type Features, resourceTypeDocument, schemaDocument, serviceProviderConfig } from './message/discovery.ts';
export { ERROR_URN, renderError } from './message/error-body.ts';
export { LIST_RESPONSE_URN, type ListInfo, renderList } from './message/list.ts';
export { readSearchRequest, SEARCH_REQUEST_URN, type SearchRequest } from './message/search-request.ts';
export { applyPatch, type Patched } from './patch/apply.ts';
export { compilePatch } from './patch/compile.ts';
export { PATCH_OP_URN } from './patch/operation.ts';
export type { PatchPlan } from './patch/plan.ts';
export { type Projection, parseProjection } from './projection/projection.ts';
export {
  createRenderer,
  type KeptGroup,
  type KeptMember,
  type KeptResource,
  type Renderer,
  versionTag,
} from './projection/render.ts';
export type { MemberChange } from './resource/members.ts';
export { type ReadResource, readResource } from './resource/read.ts';
export { replaceResource } from './resource/replace.ts';
export { maxValues } from './resource/value.ts';
export * from './result.ts';
export type * from './schema/attribute.ts';
export { commonAttributes } from './schema/common.ts';
export type { SchemaIssue } from './schema/document-reader.ts';
export { registerDocuments } from './schema/documents.ts';
export { ENTERPRISE_USER_URN } from './schema/enterprise-user.ts';
export { GROUP_URN } from './schema/group.ts';
export { allAttributes, findAttribute, findSchemaByPath, findTypeSchema, formatAttribute } from './schema/lookup.ts';
export {
  type AttributeRef,
  builtInRegistry,
  findResourceType,
  findResourceTypeAt,
  findSchema,
  groupType,
  type Registry,
  type ResourceType,
  type Schema,
  userType,
} from './schema/registry.ts';
export { USER_URN } from './schema/user.ts';
export { canonicalScalar, type Scalar } from './search/canonical.ts';
export { canonicalDateTime } from './search/date-time.ts';
export { cleanText, compareText, fold } from './search/fold.ts';
export { defaultIndexed, type IndexEntry, indexEntries, indexName, indexText } from './search/index-entries.ts';
export { isMembership, searchable } from './search/searchable.ts';
export { checkSortForTypes, compareSortKeys, sortKey } from './search/sort.ts';
