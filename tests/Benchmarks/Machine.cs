namespace Benchmarks;

/// <summary>Figures mean nothing without the machine they were measured on.</summary>
internal static class Machine
{
    public static void Describe(Choice choice)
    {
        var model = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
        var load = File.ReadAllText("/proc/loadavg").Split(' ');
        Console.WriteLine(
            $"{choice.Bench}{(choice.IsQuick ? " (quick: not to quote)" : "")}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC, "
            + $"{Environment.ProcessorCount} cores ({model?[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()}), "
            + $".NET {Environment.Version}, load before the start {load[0]} {load[1]}");
        Report.Line("machine", ("command", choice.Bench), ("quick", choice.IsQuick), ("cores", Environment.ProcessorCount),
            ("runtime", Environment.Version.ToString()), ("load", double.Parse(load[0])));
    }
}
