using Benchmarks;
using Benchmarks.Running;

// dotnet run -c Release --project tests/Benchmarks -- intake|tally|cost|fold|release|recount|coldstart|slowbodies|access [--store embedded|azurite] [--host] [--quick]
if (args is ["worker", .. var work])
    return await Worker.RunAsync(work);

if (Choice.Parse(args) is not { } choice)
{
    Console.Error.WriteLine("Benchmarks intake|tally|cost|fold|release|recount|coldstart|slowbodies|access [--store embedded|azurite] [--clients 64] [--host] [--quick]");
    return 2;
}
Machine.Describe(choice);
await (choice.Bench switch
{
    "intake" => new IntakeBench(choice).RunAsync(),
    "tally" => new TallyBench(choice).RunAsync(),
    "cost" => new CostBench(choice).RunAsync(),
    "fold" => new FoldBench(choice).RunAsync(),
    "release" => new ReleaseBench(choice).RunAsync(),
    "slowbodies" => new SlowBodiesBench(choice).RunAsync(),
    "recount" => new RecountBench(choice).RunAsync(),
    "access" => new AccessBench(choice).RunAsync(),
    _ => new ColdStartBench(choice).RunAsync(),
});
return 0;
