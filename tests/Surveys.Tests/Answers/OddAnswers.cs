using System.Text;

using Surveys.Definitions;

namespace Surveys.Tests.Answers;

/// <summary>Answers as text, made up from a seed: right ones, wrong ones, and such as only look wrong or right.</summary>
public sealed class OddAnswers(int seed)
{
    /// <summary>How many show something.</summary>
    public const int Documents = 20_000;

    /// <summary>With a condition on a number besides.</summary>
    public static readonly SurveyVersion Survey = SmallSurvey.Survey with
    {
        Items =
        [
            .. SmallSurvey.Survey.Items,
            SmallSurvey.Exclusive("barriers", [], ["time", "none"]),
            SmallSurvey.Item("why", ItemKind.Comment, []) with
            {
                MaxLength = 20,
                ShowIf = new Condition { ItemId = "recommend", AnyOf = ["0", "1", "2", "3", "5", "6", "7", "8", "10"] },
            },
        ],
    };

    private static readonly string[] AnyValues =
    [
        "null", "true", "{}", "[]", "[null]", "[1]", "[[\"agree\"]]", "7.5", "1e1", "-0", "-1", "11", "10", "0", "99999999999999999999", "\"\"",
        "\" \"", "\"10\"", "\" 7 \"", "\"agree\"", "\" agree\"", "\"\\u0061gree\"", "\"wonderful\"", "\"visit\"", "[\"visit\"]",
        "[\"visit\",\"visit\"]", "[\"phone\",\"\",\"visit\"]", "[\"phone\",\"carrier-pigeon\"]", "[\"\\u0070hone\"]", "\"\\uD83D\"", "\"\\uDE00x\"",
        "{\"a\":[1,2]}",
    ];

    private static readonly string[] Comments =
    [
        "Thanks", "  Thanks ", "شكرا", "\\uD83D\\uDE00", "😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀", "a\\r\\nb", "a\\nb\\tc", "\\r", "a\\rb", "\\t \\n", "\u00A0",
        "a\u0085b", "\u0085a", "a\u007Fb", "\\u0000", "\\u001F", "\\uD83D", "a\\uDC00b", "\\\"\\\\\\/", "12345678901234567890", "123456789012345678901",
        "  12345678901234567890  ", "</script>", "\u2028",
    ];

    private static readonly string[] OtherNames = ["", "colour", "Overall", "\\u006Fverall", "overall ", "\\uD83D", "mor\\u0065"];

    private readonly Random _random = new(seed);

    public string Next(SurveyVersion survey)
    {
        // How odd it is altogether: many have to be right, or nothing would be shown of those.
        var oddity = _random.Next(3) * 0.04;
        var members = survey.Items.Where(item => Chance(0.95)).Select(item => (Name: item.Id, Value: Value(item, oddity))).ToList();
        if (Chance(oddity))
            members.Add((OtherNames[_random.Next(OtherNames.Length)], AnyValue()));
        if (Chance(oddity) && members.Count > 0)
            members.Add(members[_random.Next(members.Count)]);
        if (Chance(0.3))
            members = [.. members.OrderBy(_ => _random.Next())];
        var json = new StringBuilder("{");
        json.AppendJoin(',', members.Select(member => $"{Space()}\"{member.Name}\"{Space()}:{Space()}{member.Value}{Space()}")).Append('}');
        if (Chance(oddity))
            json.Insert(_random.Next(json.Length), "x,\"}]{ "[_random.Next(7)]);
        if (Chance(oddity))
            json.Length = _random.Next(json.Length);
        if (Chance(oddity))
            json.Append(new[] { " ", "\n", ",", "{}", "x", "\uFEFF" }[_random.Next(6)]);
        // Not half a surrogate pair, where it was cut: no store gives such text.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(json.ToString()));
    }

    private string Value(Item item, double oddity)
    {
        if (Chance(oddity))
            return AnyValue();
        return item.Kind switch
        {
            ItemKind.Number => $"{_random.Next(11)}",
            ItemKind.MultipleChoice =>
                $"[{string.Join(',', item.Options.Where((_, i) => i == item.Options.Count - 1 || Chance(0.5)).Select(option => $"\"{option.Id}\""))}]",
            ItemKind.Comment => Chance(0.7) ? "\"Thanks\"" : Comment(),
            // The last one more often: it is what others depend on.
            _ => $"\"{item.Options[Chance(0.7) ? ^1 : _random.Next(item.Options.Count)].Id}\"",
        };
    }

    private string Comment() => $"\"{Comments[_random.Next(Comments.Length)]}\"";

    private string AnyValue() => Chance(0.2) ? Comment() : AnyValues[_random.Next(AnyValues.Length)];

    private string Space() => Chance(0.05) ? " \n\t" : "";

    private bool Chance(double chance) => _random.NextDouble() < chance;
}
