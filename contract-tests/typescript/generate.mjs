// Writes the types of the spec to src/schema.ts. Argument: the bundled spec, as JSON.
import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

/**
 * `anyOf` of mere `required` says "at least one of". The generator would take it for a choice of anything
 * at all, so it is spelled out: one shape a branch, each with its keys required.
 */
function spellOut(schema) {
  const branches = schema?.anyOf;
  if (!Array.isArray(branches) || !branches.every((branch) => Object.keys(branch).join() === "required")) {
    return schema;
  }
  const { anyOf, description, ...shape } = schema;
  return {
    description,
    anyOf: branches.map(({ required }) => ({ ...shape, required: [...(shape.required ?? []), ...required] })),
  };
}

const spec = JSON.parse(await readFile(process.argv[2], "utf8"), (_key, value) => spellOut(value));
const types = await openapiTS(spec, {
  emptyObjectsUnknown: true,
  rootTypes: true,
  rootTypesNoSchemaPrefix: true,
});
await writeFile("src/schema.ts", astToString(types));
