using Storms;
using Storms.Copies;

if (args is [WorkerProcess.Command, var address, var tenant, var wave])
{
    await WorkerProcess.RunAsync(address, tenant, wave);
    return 0;
}

StormOptions options;
try
{
    options = StormOptions.Parse(args);
}
catch (FormatException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n{StormOptions.Usage}");
    return 2;
}

// Only in a namespace of our own can a small disk be mounted, so the program runs once more inside of one.
if (OwnDisk.Folder is null && options.Store != StoreKind.Azurite && await OwnDisk.RunInsideAsync(args) is { } exitCode)
    return exitCode;

var results = new List<StormResult>();
for (var i = 0; i < options.Storms; i++)
{
    var plan = StormPlan.Make(options.Seed + i, options.Store, options.Copies, options.Responses, OwnDisk.Folder is not null);
    var result = await Storm.RunAsync(plan, options.Keep);
    Console.WriteLine(result);
    results.Add(result);
}

var failed = results.Where(result => result.Violations.Count > 0).ToList();
foreach (var store in results.GroupBy(result => result.Plan.Store))
{
    Console.WriteLine(
        $"{store.Key.ToString().ToLowerInvariant()}: {store.Count()} storms, {store.Sum(result => result.Plan.Responses)} responses, "
        + $"{store.Sum(result => result.Acknowledged)} acknowledged, {store.Count(result => result.Violations.Count > 0)} with a violation");
}
foreach (var result in failed)
{
    Console.WriteLine(
        $"run again: --store {result.Plan.Store.ToString().ToLowerInvariant()} --copies {result.Plan.Copies} "
        + $"--responses {result.Plan.Responses} --storms 1 --seed {result.Plan.Seed}");
}
return failed.Count == 0 ? 0 : 1;
