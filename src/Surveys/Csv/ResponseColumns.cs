using System.Security.Cryptography;
using System.Text;

using Surveys.Definitions;

namespace Surveys.Csv;

/// <summary>A column of a response file: an item's answer, or whether one option of a multiple choice is ticked.</summary>
/// <param name="Name">As SPSS and R take it: <c>[a-z][a-z0-9_]*</c>, at most <see cref="ResponseColumns.MaxNameLength"/> characters.</param>
/// <param name="Item">The item's index in the survey.</param>
/// <param name="Option">The option's index in the item; null: the item is no multiple choice.</param>
public sealed record ResponseColumn(string Name, int Item, int? Option);

/// <summary>
/// The columns that a survey's answers have in a response file, in the order asked. A name follows from ids alone and gives way only to
/// names before it, so that items added at the end of a later version change none.
/// </summary>
public static class ResponseColumns
{
    public const int MaxNameLength = 64;

    public const string School = "school_id";
    public const string Language = "response_language";
    public const string Channel = "response_channel";
    public const string Hour = "received_hour";

    /// <summary>What a person wrote on a sheet of paper, to tell it from others.</summary>
    public const string Sheet = "sheet";

    /// <summary>Hexadecimal digits of a hash, which make a name unique and a shortened one recognizable.</summary>
    private const int HashLength = 8;

    private static readonly string[] Taken =
    [
        School, Language, Channel, Hour, Sheet,
        // IBM SPSS Statistics, "Variable names".
        "all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with",
        // R, ?Reserved, in small letters.
        "break", "else", "false", "for", "function", "if", "in", "inf", "na", "nan", "next", "null", "repeat", "true", "while",
    ];

    public static IReadOnlyList<ResponseColumn> Of(SurveyVersion survey)
    {
        var taken = Taken.ToHashSet(StringComparer.Ordinal);
        return
        [
            .. survey.Items.SelectMany((item, i) => item.Kind is ItemKind.MultipleChoice
                ? item.Options.Select((option, j) => new ResponseColumn(Take($"{item.Id}__{option.Id}"), i, j))
                : [new ResponseColumn(Take(item.Id), i, null)]),
        ];

        string Take(string id) => NamesFor(id).First(name => name.Length <= MaxNameLength && taken.Add(name));
    }

    /// <summary>Without end, best first.</summary>
    private static IEnumerable<string> NamesFor(string id)
    {
        var plain = id.Replace('-', '_');
        var prefixed = "q_" + plain;
        if (char.IsAsciiLetterLower(plain[0]))
            yield return plain;
        yield return prefixed;
        var stem = char.IsAsciiLetterLower(plain[0]) ? plain : prefixed;
        for (var tried = 0; ; tried++)
        {
            var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{id}!{tried}")))[..HashLength];
            yield return $"{stem[..Math.Min(stem.Length, MaxNameLength - HashLength - 1)]}_{hash}";
        }
    }
}
