using System.Buffers;
using System.Text.Json;

using Surveyctl.Input;

using Surveys.DefinitionFiles;

namespace Surveyctl.Importing;

/// <summary>Whose organisations are imported.</summary>
/// <param name="Definition">The tenant.</param>
/// <param name="IsNew">It is not stored yet.</param>
internal sealed record TenantToImport(TenantDefinition Definition, bool IsNew)
{
    private const string Place = "tenant";

    /// <summary>Null if anything is wrong: all of it goes to <paramref name="problems"/>.</summary>
    /// <param name="id">Whose.</param>
    /// <param name="stored">The tenant as it is; null: there is none.</param>
    /// <param name="name">What the command line says it is called; null: nothing.</param>
    /// <param name="timeZone">An IANA name; null: the command line has none.</param>
    /// <param name="problems">Gets what is wrong.</param>
    public static TenantToImport? Of(
        TenantId id, TenantDefinition? stored, string? name, string? timeZone, ICollection<FileProblem> problems)
    {
        if (stored is not null)
        {
            RequireSame("--name", name, stored.Name);
            RequireSame("--time-zone", timeZone, stored.TimeZone);
            return new TenantToImport(stored, IsNew: false);
        }
        if (name is null || timeZone is null)
        {
            problems.Add(new FileProblem(
                Place, id.Value, "There is no such tenant: correct --tenant, or give --name and --time-zone to create it."));
            return null;
        }
        var reading = TenantReader.Read(Json(id, name, timeZone));
        foreach (var problem in reading.Problems)
            problems.Add(FileProblem.Of(Place, problem));
        return reading.Value is { } tenant ? new TenantToImport(tenant, IsNew: true) : null;

        void RequireSame(string option, string? given, string known)
        {
            if (given is not null && given != known)
                problems.Add(new FileProblem(Place, id.Value, $"It is stored with '{known}', which an import does not change: leave out {option}."));
        }
    }

    /// <summary>As a tenant's file says it, so that the rules are the same.</summary>
    private static ReadOnlyMemory<byte> Json(TenantId id, string name, string timeZone)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("format", SurveyFormat.Number);
            json.WriteString("id", id.Value);
            json.WriteString("name", name);
            json.WriteString("timeZone", timeZone);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
