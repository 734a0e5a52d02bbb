/** The little of DuckDB's client that the benchmark uses: it is installed on demand, and the types must check without it. */
declare module '@duckdb/node-api' {
  interface ResultReader {
    getRows(): readonly (readonly unknown[])[];
  }
  interface Connection {
    runAndReadAll(sql: string): Promise<ResultReader>;
  }
  export const DuckDBInstance: {
    create(path: string, options: Readonly<Record<string, string>>): Promise<{ connect(): Promise<Connection> }>;
  };
}
