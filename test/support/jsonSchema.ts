type Schema = Readonly<Record<string, unknown>>;

/** Checks a value against the part of JSON Schema that docs/ uses, and refuses any other keyword; gives the places that do not fit. */
export function schemaErrors(value: unknown, schema: Schema, root: Schema = schema, place = '$'): string[] {
  const errors: string[] = [];
  for (const [keyword, argument] of Object.entries(schema)) errors.push(...checkKeyword(keyword, argument, value, schema, root, place));
  return errors;
}

function checkKeyword(keyword: string, argument: unknown, value: unknown, schema: Schema, root: Schema, place: string): string[] {
  const wrong = (condition: boolean): string[] => (condition ? [`${place}: ${keyword} ${JSON.stringify(argument)}`] : []);
  const object = typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  switch (keyword) {
    case '$schema':
    case 'title':
    case 'description':
    case '$defs':
      return [];
    case '$ref': {
      const name = (argument as string).replace('#/$defs/', '');
      return schemaErrors(value, (root['$defs'] as Record<string, Schema>)[name]!, root, place);
    }
    case 'type':
      return wrong(![argument].flat().some(type => hasType(value, type as string)));
    case 'const':
      return wrong(value !== argument);
    case 'enum':
      return wrong(!(argument as unknown[]).includes(value));
    case 'minimum':
      return wrong(typeof value === 'number' && value < (argument as number));
    case 'maximum':
      return wrong(typeof value === 'number' && value > (argument as number));
    case 'minItems':
      return wrong(Array.isArray(value) && value.length < (argument as number));
    case 'maxItems':
      return wrong(Array.isArray(value) && value.length > (argument as number));
    case 'items':
      return Array.isArray(value) ? value.flatMap((item, index) => schemaErrors(item, argument as Schema, root, `${place}[${index}]`)) : [];
    case 'required':
      return object ? (argument as string[]).filter(name => !(name in object)).map(name => `${place}: ${name} is missing`) : [];
    case 'properties':
      return Object.entries(argument as Record<string, Schema>).flatMap(([name, property]) =>
        object && name in object ? schemaErrors(object[name], property, root, `${place}.${name}`) : [],
      );
    case 'additionalProperties':
      return Object.keys(object ?? {})
        .filter(name => argument === false && !(name in (schema['properties'] as object)))
        .map(name => `${place}: ${name} is unknown`);
    default:
      throw new Error(`this checker does not know the keyword ${keyword}`);
  }
}

function hasType(value: unknown, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}
