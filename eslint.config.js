import js from '@eslint/js';
import globals from 'globals';

const rules = {
  ...js.configs.recommended.rules,
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-implicit-globals': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
};

const constants = {
  __VENDORS__: 'readonly',
  __VERSION__: 'readonly',
  __SCRUB_INTEGRITY__: 'readonly',
  __SITE_INTEGRITY__: 'readonly',
  __RULES__: 'readonly',
};

export default [
  { ignores: ['**/dist/', 'target/', '**/node_modules/'] },
  {
    // `src/` has the JavaScript that the wasm calls.
    files: ['pkg/src/**/*.js', 'src/**/*.js'],
    languageOptions: { ecmaVersion: 2024, globals: { ...globals.browser, ...constants } },
    rules: {
      ...rules,
      // No string may become code or markup: strict policies and Trusted Types hold.
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML' },
        { property: 'outerHTML' },
        { property: 'insertAdjacentHTML' },
        { object: 'document', property: 'write' },
      ],
    },
  },
  {
    files: ['pkg/test/**/*.js', 'eslint.config.js'],
    languageOptions: { ecmaVersion: 2024, globals: globals.node },
    rules,
  },
  {
    files: ['www/src/**/*.js', 'www/*.js', 'tests/adapters/*.js'],
    languageOptions: { ecmaVersion: 2024, globals: { ...globals.browser, demo: 'readonly' } },
    rules,
  },
  {
    files: ['xtask/bench/**/*.js'],
    languageOptions: { ecmaVersion: 2024, globals: globals.browser },
    rules,
  },
];
