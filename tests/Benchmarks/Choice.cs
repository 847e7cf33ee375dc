namespace Benchmarks;

internal enum StoreKind
{
    Embedded,
    Azurite,
}

/// <summary>What is measured, as the command line says.</summary>
/// <param name="Bench">Its name.</param>
/// <param name="Stores">On which stores, where a benchmark knows both.</param>
/// <param name="Clients">Only with so many clients; null: all there are.</param>
/// <param name="IsHosted">Under a Functions host that the benchmark plays.</param>
/// <param name="IsQuick">A tenth of the load and one round: to see that it works, not to quote.</param>
internal sealed record Choice(string Bench, IReadOnlyList<StoreKind> Stores, int? Clients, bool IsHosted, bool IsQuick)
{
    private static readonly string[] Benches = ["intake", "tally", "cost", "fold", "release", "recount", "coldstart", "slowbodies", "access"];

    /// <summary>How often both sides are measured, alternating.</summary>
    public int Rounds => IsQuick ? 1 : 3;

    /// <summary>Null: no such command line.</summary>
    public static Choice? Parse(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0 || !Benches.Contains(arguments[0]))
            return null;
        var choice = new Choice(arguments[0], [StoreKind.Azurite, StoreKind.Embedded], Clients: null, IsHosted: false, IsQuick: false);
        for (var i = 1; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--quick":
                    choice = choice with { IsQuick = true };
                    break;
                case "--host":
                    // An embedded store is for no function.
                    choice = choice with { IsHosted = true, Stores = [StoreKind.Azurite] };
                    break;
                case "--store" when Enum.TryParse<StoreKind>(value, ignoreCase: true, out var store):
                    choice = choice with { Stores = [store] };
                    i++;
                    break;
                case "--clients" when int.TryParse(value, out var clients) && clients > 0:
                    choice = choice with { Clients = clients };
                    i++;
                    break;
                default:
                    return null;
            }
        }
        return choice;
    }

    /// <summary>The full number, or a tenth of it.</summary>
    public int Of(int full) => IsQuick ? Math.Max(1, full / 10) : full;
}
