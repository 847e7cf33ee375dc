using System.Globalization;

namespace Storms;

/// <summary>What the command line asks for.</summary>
internal sealed record StormOptions
{
    public const string Usage =
        "Storms [--store embedded|azurite] [--storms 10] [--responses 2000] [--seed 1] [--copies 1|2] [--host] [--log FILE] [--keep]\n"
        + "Storm number i has the seed S + i; what is left out is chosen by the seed. FILE gets a line of JSON for each storm;\n"
        + "storms it has already are not run again, and the totals are of all it has.";

    /// <summary>Null: the seed of each storm chooses.</summary>
    public StoreKind? Store { get; private init; }

    public int Storms { get; private init; } = 10;

    public int Responses { get; private init; } = 2000;

    public int Seed { get; private init; } = 1;

    /// <summary>Of the app, at once; null: the seed of each storm chooses.</summary>
    public int? Copies { get; private init; }

    /// <summary>Null: none.</summary>
    public string? Log { get; private init; }

    /// <summary>Under Functions hosts that the storm plays.</summary>
    public bool IsHosted { get; private init; }

    /// <summary>Keep data and logs of storms without a violation, too.</summary>
    public bool Keep { get; private init; }

    /// <exception cref="FormatException">Everything that is wrong, a line each.</exception>
    public static StormOptions Parse(IReadOnlyList<string> arguments)
    {
        var options = new StormOptions();
        var problems = new List<string>();
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--keep")
            {
                options = options with { Keep = true };
                continue;
            }
            if (arguments[i] == "--host")
            {
                options = options with { IsHosted = true, Store = StoreKind.Azurite };
                continue;
            }
            var value = i + 1 < arguments.Count ? arguments[i + 1] : "";
            switch (arguments[i])
            {
                case "--store" when Enum.TryParse<StoreKind>(value, ignoreCase: true, out var store) && !char.IsAsciiDigit(value[0]):
                    options = options with { Store = store };
                    break;
                case "--storms" when Number(value) is >= 1 and var storms:
                    options = options with { Storms = storms };
                    break;
                case "--responses" when Number(value) is >= 100 and <= 1_000_000 and var responses:
                    options = options with { Responses = responses };
                    break;
                case "--seed" when Number(value) is { } seed:
                    options = options with { Seed = seed };
                    break;
                case "--copies" when Number(value) is 1 or 2:
                    options = options with { Copies = Number(value) };
                    break;
                case "--log" when value.Length > 0:
                    options = options with { Log = Path.GetFullPath(value) };
                    break;
                default:
                    problems.Add($"'{arguments[i]} {value}' is not understood.");
                    break;
            }
            i++;
        }
        return problems.Count == 0 ? options : throw new FormatException(string.Join('\n', problems));
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}

internal enum StoreKind
{
    Embedded,
    Azurite,
}
