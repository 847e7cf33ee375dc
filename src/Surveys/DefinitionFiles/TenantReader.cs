using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Organisations;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Reads a tenant from its JSON file.</summary>
public static class TenantReader
{
    public static readonly IReadOnlyList<string> KnownProperties = ["$schema", "format", "id", "name", "timeZone"];

    /// <summary>The tenant, or every problem of the file at once; never throws. Its time zone is one that this machine knows.</summary>
    public static Reading<TenantDefinition, DefinitionProblem> Read(ReadOnlyMemory<byte> utf8) =>
        DefinitionFile.Read(utf8, KnownProperties, (tenant, problems) =>
        {
            var id = tenant.Required("id")?.Id();
            var name = tenant.Required("name")?.Text(OrganisationRules.MaxNameLength);
            if (name is { Length: > 0 } && !OddCharacters.IsSeen(name))
                tenant.Report("name", "Nothing of this name can be seen: write it.");
            var timeZone = tenant.Required("timeZone")?.Text();
            if (timeZone is { Length: > 0 } && !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out _))
                tenant.Report("timeZone", $"There is no time zone '{timeZone}': use an IANA name such as America/Chicago.");
            if (!problems.IsEmpty)
                return null;

            return new TenantDefinition { Id = new TenantId(id!), Name = name!, TimeZone = timeZone! };
        });
}
