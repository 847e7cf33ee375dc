using System.Security.Cryptography;

using Surveyctl.Input;
using Surveyctl.Seeding;

using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>The two files of a publication.</summary>
internal static class PublishedFiles
{
    /// <param name="answers">The path of the counts.</param>
    /// <param name="schools">The path of the schools' names; null: there is none.</param>
    /// <exception cref="CommandFailedException">Anything in them is wrong: the message has every problem.</exception>
    public static PublishedResults Require(string answers, string? schools)
    {
        var problems = new List<FileProblem>();
        return Read(answers, schools, problems)
            ?? throw new CommandFailedException(string.Join('\n', [.. problems.Select(problem => problem.ToString()), "Nothing was started."]));
    }

    private static PublishedResults? Read(string answers, string? schools, List<FileProblem> problems)
    {
        var answersBytes = NamedFile.Read(answers, NamedFile.MostCsvBytes, problems);
        var schoolsBytes = schools is null ? [] : NamedFile.Read(schools, NamedFile.MostCsvBytes, problems);
        if (answersBytes is null || schoolsBytes is null)
            return null;

        var found = new List<DefinitionProblem>();
        var rows = CsvLines.Read(answersBytes, PublishedRowReader.Columns, found)
            .Select(line => PublishedRowReader.Read(line, found)).OfType<PublishedRow>().ToList();
        PublishedRules.Check(rows, found);
        if (rows.Count == 0 && found.Count == 0)
            found.Add(new DefinitionProblem("line 2", "There is no line below the header: nothing can be replayed."));
        FileProblem.AddFirst(problems, answers, [.. InOrder(found)]);

        var ids = rows.Select(row => row.School).Distinct().OrderBy(id => id.Value, StringComparer.Ordinal).ToList();
        var names = NamesOf(ids, schools, schoolsBytes, problems);
        if (problems.Count > 0)
            return null;
        return new PublishedResults(
            [.. ids.Select(id => new PublishedSchool(id, names.GetValueOrDefault(id) ?? id.Value.ToUpperInvariant()))],
            [.. rows.GroupBy(row => row.Audience).OrderBy(group => group.Key).Select(group => new PublishedGroup(group.Key, [.. group]))],
            Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(answersBytes), .. SHA256.HashData(schoolsBytes)])));
    }

    private static IReadOnlyDictionary<SchoolId, string> NamesOf(
        IReadOnlyList<SchoolId> ids, string? schools, byte[] bytes, List<FileProblem> problems)
    {
        if (schools is null)
            return new Dictionary<SchoolId, string>();
        var found = new List<DefinitionProblem>();
        var names = SchoolsFile.Read(bytes, ids, found);
        FileProblem.AddFirst(problems, schools, found);
        return names;
    }

    /// <summary>By line, so that a file is corrected from its top to its end.</summary>
    private static IEnumerable<DefinitionProblem> InOrder(IEnumerable<DefinitionProblem> problems) =>
        problems.OrderBy(problem =>
            problem.Place.Split(' ', ',') is ["line", var number, ..] && int.TryParse(number, out var line) ? line : 0);
}
