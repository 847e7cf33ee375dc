namespace Surveyctl.Demo;

/// <summary>What holds where a demo community says nothing: a plain, mostly content community.</summary>
internal static class DemoDefaults
{
    private static readonly double[] NumberWeights = [1, 1, 1, 2, 2, 5, 6, 10, 14, 10, 12];

    private const double ChosenOfMany = 0.35;

    public static readonly IReadOnlyDictionary<string, double> Channels =
        new Dictionary<string, double> { ["link"] = 60, ["qr"] = 25, ["kiosk"] = 10, ["paper"] = 5 };

    public static DemoModel Community(int seed) => new()
    {
        Format = 1,
        Seed = seed,
        Turnout = new DemoTurnout { CountBetween = [1, 20], TiltSpread = 0.3 },
        Skip = 0.04,
        Excluded = 0.03,
    };

    /// <summary>The weight of one option that is not excluded, or for a multiple choice its chance.</summary>
    public static double Share(Item item, int index) => item.Kind switch
    {
        ItemKind.Scale => ClassShare(item.Options[index].Class) / item.Options.Count(option => option.Class == item.Options[index].Class),
        ItemKind.Number => NumberWeights[index],
        ItemKind.MultipleChoice => ChosenOfMany,
        _ => 1,
    };

    private static double ClassShare(OptionClass optionClass) => optionClass switch
    {
        OptionClass.Favorable => 0.62,
        OptionClass.Neutral => 0.18,
        OptionClass.Unfavorable => 0.20,
        _ => 0,
    };
}
