using System.Text;
using System.Text.Json.Nodes;

using Surveys.DefinitionFiles;
using Surveys.Readings;

namespace Surveyctl.Importing;

/// <summary>Whose organisations are imported.</summary>
/// <param name="Definition">The tenant.</param>
/// <param name="IsNew">It is not stored yet.</param>
internal sealed record TenantToImport(TenantDefinition Definition, bool IsNew)
{
    /// <summary>In place of a file.</summary>
    private const string Place = "tenant";

    /// <param name="id">Whose.</param>
    /// <param name="stored">The tenant as it is; null: there is none.</param>
    /// <param name="name">What the command line says it is called; null: nothing.</param>
    /// <param name="timeZone">An IANA name; null: the command line has none.</param>
    public static Reading<TenantToImport, DefinitionProblem> Of(TenantId id, TenantDefinition? stored, string? name, string? timeZone)
    {
        if (stored is not null)
        {
            var others = new[] { ("--name", name, stored.Name), ("--time-zone", timeZone, stored.TimeZone) }
                .Where(option => option.Item2 is { } given && given != option.Item3)
                .Select(option => new DefinitionProblem(
                    Place, id.Value, $"It is stored with '{option.Item3}', which an import does not change: leave out {option.Item1}."))
                .ToList();
            return others.Count == 0 ? new TenantToImport(stored, IsNew: false) : Reading<TenantToImport, DefinitionProblem>.Failed(others);
        }
        if (name is null || timeZone is null)
            return new DefinitionProblem(Place, id.Value, "There is no such tenant: correct --tenant, or give --name and --time-zone to create it.");

        // As a tenant's file says it, so that the rules are the same.
        var file = new JsonObject { ["format"] = SurveyFormat.Number, ["id"] = id.Value, ["name"] = name, ["timeZone"] = timeZone };
        var reading = TenantReader.Read(Encoding.UTF8.GetBytes(file.ToJsonString()));
        return reading.IsValid
            ? new TenantToImport(reading.Value, IsNew: true)
            : Reading<TenantToImport, DefinitionProblem>.Failed([.. reading.Problems.Select(problem => problem with { File = Place })]);
    }
}
