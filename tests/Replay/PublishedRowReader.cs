using Surveyctl.Importing;

using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>Reads one line of an answers file and holds its figures against each other.</summary>
internal static class PublishedRowReader
{
    public static readonly IReadOnlyList<string> Columns =
    [
        "dbn", "respondent", "question", "reversed", "n", "n1", "n2", "n3", "n4", "n5",
        "pct1", "pct2", "pct3", "pct4", "pct5", "published_score", "favorable", "valid",
    ];

    /// <summary>Of one school to one question: no school has more families, and every respondent is held in memory.</summary>
    private const int MostAnswers = 100_000;

    private static readonly Dictionary<string, Audience> Groups = new() { ["family"] = Audience.Family, ["staff"] = Audience.Staff };

    private static readonly Dictionary<string, bool> Flags = new() { ["0"] = false, ["1"] = true };

    /// <summary>Null if anything in it is wrong: all of it goes to <paramref name="problems"/>.</summary>
    public static PublishedRow? Read(CsvLine line, ICollection<DefinitionProblem> problems)
    {
        var before = problems.Count;
        var cells = new PublishedCells(line, problems);
        var school = cells.Id("dbn");
        var audience = cells.Choice("respondent", Groups);
        var question = cells.Id("question");
        var reversed = cells.Choice("reversed", Flags);
        var total = cells.Number("n", MostAnswers);
        var options = cells.IsEmpty("n5") ? PublishedRow.RatedOptions : PublishedRow.RatedOptions + 1;
        var counts = Enumerable.Range(1, options).Select(option => cells.Number($"n{option}", MostAnswers)).ToList();
        var percents = Enumerable.Range(1, options).Select(option => cells.OptionalNumber($"pct{option}", 100)).ToList();
        var score = cells.OptionalScore("published_score");
        if (options == PublishedRow.RatedOptions && !cells.IsEmpty("pct5"))
            cells.Report("pct5", "There is a percent where n5 is empty: leave it empty too, or write the count.");
        if (problems.Count > before)
            return null;

        var row = new PublishedRow
        {
            Line = line.Number,
            School = new SchoolId(school!),
            Audience = audience!.Value,
            Question = question!,
            IsReversed = reversed!.Value,
            Counts = [.. counts.Select(count => count!.Value)],
            Percents = percents,
            Score = score,
            Favorable = cells.OptionalNumber("favorable", MostAnswers) ?? 0,
            Valid = cells.OptionalNumber("valid", MostAnswers) ?? 0,
        };
        CheckFigures(row, total!.Value, cells);
        return problems.Count > before ? null : row;
    }

    private static void CheckFigures(PublishedRow row, int total, PublishedCells cells)
    {
        if (row.Answers != total)
            cells.Report("n", $"The options add up to {row.Answers}, not to {total}: correct the count that is wrong.");
        var valid = row.Counts.Take(PublishedRow.RatedOptions).Sum();
        var favorable = row.IsReversed ? row.Counts[2] + row.Counts[3] : row.Counts[0] + row.Counts[1];
        // Of no valid answers there is no rate, and the cells may be empty.
        if (row.Valid != valid || (valid > 0 && cells.IsEmpty("valid")))
            cells.Report("valid", $"Options 1 to 4 have {valid} answers: that is the number of valid ones.");
        if (row.Favorable != favorable || (valid > 0 && cells.IsEmpty("favorable")))
        {
            var which = row.IsReversed ? "3 and 4, the question being reversed," : "1 and 2";
            cells.Report("favorable", $"Options {which} have {favorable} answers: that is the number of favorable ones.");
        }
        if (valid == 0 && row.Score is not null)
            cells.Report("published_score", "There is a score where nobody gave a valid answer: leave it empty.");
        foreach (var (index, percent) in row.Percents.Index())
        {
            if (row.Answers == 0 && percent is not null)
                cells.Report($"pct{index + 1}", "There is a percent where nobody answered: leave it empty.");
        }
    }
}
