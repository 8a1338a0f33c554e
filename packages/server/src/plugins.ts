import { adminPlugin } from './admin/plugin.ts';
import type { PluginFactory } from './http/plugin.ts';
import { productPlugin } from './product/plugin.ts';

/** What the product is beside SCIM, in the order in which it starts. */
export const plugins: readonly PluginFactory[] = [adminPlugin, productPlugin];
