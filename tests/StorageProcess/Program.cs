using StorageProcess;

using SurveyStorage;

// A process beside the tests, which works on a store as it is told and says what it did, a line at a time. It ends with
// whoever started it: with its standard input, however that ends.
new Thread(() =>
{
    while (Console.In.Read() >= 0)
    {
    }
    Environment.Exit(1);
})
{ IsBackground = true }.Start();

try
{
    await (args switch
    {
        ["open", var place] => OpenStore.RunAsync(place),
        ["increment", var place, var table, var name, var times] => IncrementRow.RunAsync(place, table, name, int.Parse(times)),
        ["work", var place, var queue] => WorkQueue.RunAsync(place, queue),
        ["commit", var place, var table, var queue] => CommitForever.RunAsync(place, table, queue),
        ["fill", var place, var ballast] => FillDisk.RunAsync(place, ballast),
        _ => throw new ArgumentException($"There is no such work: {string.Join(' ', args)}", nameof(args)),
    });
    return 0;
}
catch (StoreUnavailableException unavailable)
{
    Console.WriteLine($"unavailable {unavailable.Message}");
    return 2;
}
