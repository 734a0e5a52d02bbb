/** Scripts of Microsoft's parser: each sets a global when it is loaded. Their own declarations take seconds to check. */
declare module '@kusto/language-service-next/bridge.min.js';
declare module '@kusto/language-service-next/Kusto.Language.Bridge.min.js';
