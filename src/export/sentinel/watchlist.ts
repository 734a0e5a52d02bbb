/** Alias of the watch list; rules ask for it by this name. */
export const WATCHLIST = 'CronwardenExceptions';

/** A head and one example that hides nothing: its last day is over. */
export const WATCHLIST_CSV = `Workload,User,Reasons,Owner,Until
example/nightly-backup,system:serviceaccount:ci:deployer,host.path-sensitive,team@example.com,2026-01-01
`;

/**
 * What is added to the end of a rule's query once the list is there. No rule ships with it: a rule that asks for a list that
 * is not there fails, and a workspace's function is nothing that can be checked here.
 */
export const WATCHLIST_JOIN = `| join kind=leftanti (_GetWatchlist("${WATCHLIST}")
    | where todatetime(Until) > now()
    | project Workload=tostring(Workload),User=tostring(User),Reasons=tostring(Reasons)) on Workload,User,Reasons`;
