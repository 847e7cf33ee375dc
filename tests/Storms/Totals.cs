namespace Storms;

/// <summary>What many storms came to, by store.</summary>
internal static class Totals
{
    public static IEnumerable<string> Lines(IReadOnlyList<StormRecord> storms)
    {
        foreach (var store in storms.GroupBy(one => one.Store).OrderBy(one => one.Key))
        {
            var name = Name(store.Key);
            yield return $"{name}: {store.Count()} storms, seeds {Ranges(store.Select(one => one.Seed))}, "
                + $"{store.Count(one => one.Copies == 1)} with one copy, {store.Count(one => one.Copies == 2)} with two, "
                + $"{store.Count(one => one.IsGentle)} gentle, {store.Sum(one => one.Seconds):F0} s";
            yield return $"{name}: {store.Sum(one => one.Responses)} responses, {store.Sum(one => one.Acknowledged)} acknowledged, "
                + $"{store.Sum(one => one.Replacing)} replacing, {store.Sum(one => one.Withdrawn)} withdrawn, "
                + $"{store.Sum(one => one.Conflicting)} conflicting, "
                + $"{store.Sum(one => one.TooLate)} too late, {store.Sum(one => one.Violations)} violations "
                + $"in {store.Count(one => one.Violations > 0)} storms";
            var faults = store.SelectMany(one => one.Faults).GroupBy(one => one.Key, one => one.Value).OrderBy(one => one.Key, StringComparer.Ordinal);
            yield return $"{name}: {string.Join(' ', faults.Select(fault => $"{fault.Key}={fault.Sum()}"))}";
        }
        foreach (var failed in storms.Where(one => one.Violations > 0))
        {
            yield return $"run again: --store {Name(failed.Store)} --copies {failed.Copies} --responses {failed.Responses} "
                + $"--storms 1 --seed {failed.Seed}";
        }
    }

    private static string Name(StoreKind store) => store.ToString().ToLowerInvariant();

    /// <summary>1-3,7</summary>
    private static string Ranges(IEnumerable<int> seeds)
    {
        var ranges = new List<(int From, int To)>();
        foreach (var seed in seeds.Distinct().Order())
        {
            if (ranges is [.., var last] && last.To == seed - 1)
                ranges[^1] = (last.From, seed);
            else
                ranges.Add((seed, seed));
        }
        return string.Join(',', ranges.Select(range => range.From == range.To ? $"{range.From}" : $"{range.From}-{range.To}"));
    }
}
