/** Kinds whose children are a list in which `...` may stand. */
export const LISTS: ReadonlySet<string> = new Set([
  'argument_list',
  'parameter_list',
  'initializer_list',
  'compound_statement',
  'field_declaration_list',
  'enumerator_list',
  'case_statement',
  'comma_expression',
])

/** What stands between and around the members of such a list. */
export const PUNCTUATION: ReadonlySet<string> = new Set([
  '{',
  '}',
  '(',
  ')',
  ',',
  ';',
  'case',
  'default',
  ':',
])
