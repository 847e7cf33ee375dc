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

// A log goes on where it ended: what it has is not run again.
var records = options.Log is { } log ? StormRecord.ReadAll(log).ToList() : [];
for (var i = 0; i < options.Storms; i++)
{
    var plan = StormPlan.Make(options.Seed + i, options.Store, options.Copies, options.Responses, OwnDisk.Folder is not null, options.IsHosted);
    if (records.Exists(record => record.IsOf(plan)))
        continue;
    var result = await Storm.RunAsync(plan, options.Keep);
    Console.WriteLine(result);
    var record = StormRecord.Of(result);
    records.Add(record);
    if (options.Log is not null)
        record.AppendTo(options.Log);
}

foreach (var line in Totals.Lines(records))
    Console.WriteLine(line);
return records.Exists(record => record.Violations > 0) ? 1 : 0;
