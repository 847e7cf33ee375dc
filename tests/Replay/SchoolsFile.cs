using Surveyctl.Importing;

using Surveys.Ids;
using Surveys.Readings;

namespace Replay;

/// <summary>Reads the names of schools. The other columns tell of the publication and are not used.</summary>
internal static class SchoolsFile
{
    public static readonly IReadOnlyList<string> Columns =
        ["dbn", "name", "type", "families_surveyed_rate_pct", "staff_surveyed_rate_pct", "family_responses", "staff_responses"];

    /// <param name="named">The schools that must be in it.</param>
    public static IReadOnlyDictionary<SchoolId, string> Read(byte[] file, IEnumerable<SchoolId> named, ICollection<DefinitionProblem> problems)
    {
        var before = problems.Count;
        var names = new Dictionary<SchoolId, string>();
        foreach (var line in CsvLines.Read(file, Columns, problems))
        {
            var cells = new PublishedCells(line, problems);
            var (id, name) = (cells.Id("dbn"), cells.Text("name"));
            if (id is not null && name is not null && !names.TryAdd(new SchoolId(id), name))
                cells.Report("dbn", $"The school '{id}' stands on an earlier line already: remove one.");
        }
        // Of a file that lost lines this would only repeat what is wrong with them.
        if (problems.Count == before)
        {
            foreach (var missing in named.Where(school => !names.ContainsKey(school)))
                problems.Add(new DefinitionProblem("", $"The school '{missing}' has answers and no line here: add it."));
        }
        return names;
    }
}
