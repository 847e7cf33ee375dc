using System.Security.Cryptography;

using Surveyctl.Importing;
using Surveyctl.Input;

using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>The two files of a publication.</summary>
internal static class PublishedFiles
{
    /// <param name="answers">The path of the counts.</param>
    /// <param name="schools">The path of the schools' names; null: there is none.</param>
    /// <exception cref="CommandFailedException">Anything in them is wrong: the message has every problem.</exception>
    public static PublishedResults Require(string answers, string? schools) => Read(answers, schools).Require("Nothing was started.");

    private static Reading<PublishedResults, DefinitionProblem> Read(string answers, string? schools)
    {
        var answersFile = NamedFile.Read(answers, NamedFile.MostCsvBytes);
        Reading<byte[], DefinitionProblem> schoolsFile = schools is null ? Array.Empty<byte>() : NamedFile.Read(schools, NamedFile.MostCsvBytes);
        if (answersFile.Value is not { } answersBytes || schoolsFile.Value is not { } schoolsBytes)
            return Reading<PublishedResults, DefinitionProblem>.Failed([.. answersFile.Problems, .. schoolsFile.Problems]);

        var found = new List<DefinitionProblem>();
        var rows = CsvLines.Read(answersBytes, PublishedRowReader.Columns, found)
            .Select(line => PublishedRowReader.Read(line, found)).OfType<PublishedRow>().ToList();
        PublishedRules.Check(rows, found);
        if (rows.Count == 0 && found.Count == 0)
            found.Add(new DefinitionProblem("line 2", "There is no line below the header: nothing can be replayed."));
        var problems = FileProblems.FirstOf(answers, [.. InOrder(found)]).ToList();

        var ids = rows.Select(row => row.School).Distinct().OrderBy(id => id.Value, StringComparer.Ordinal).ToList();
        var names = NamesOf(ids, schools, schoolsBytes, problems);
        if (problems.Count > 0)
            return Reading<PublishedResults, DefinitionProblem>.Failed(problems);
        return new PublishedResults(
            [.. ids.Select(id => new PublishedSchool(id, names.GetValueOrDefault(id) ?? id.Value.ToUpperInvariant()))],
            [.. rows.GroupBy(row => row.Audience).OrderBy(group => group.Key).Select(group => new PublishedGroup(group.Key, [.. group]))],
            Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(answersBytes), .. SHA256.HashData(schoolsBytes)])));
    }

    private static IReadOnlyDictionary<SchoolId, string> NamesOf(
        IReadOnlyList<SchoolId> ids, string? schools, byte[] bytes, List<DefinitionProblem> problems)
    {
        if (schools is null)
            return new Dictionary<SchoolId, string>();
        var found = new List<DefinitionProblem>();
        var names = SchoolsFile.Read(bytes, ids, found);
        problems.AddRange(FileProblems.FirstOf(schools, found));
        return names;
    }

    /// <summary>By line, so that a file is corrected from its top to its end.</summary>
    private static IEnumerable<DefinitionProblem> InOrder(IEnumerable<DefinitionProblem> problems) =>
        problems.OrderBy(problem =>
            problem.Place.Split(' ', ',') is ["line", var number, ..] && int.TryParse(number, out var line) ? line : 0);
}
