using Surveys.Definitions;
using Surveys.Ids;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Reads a wave from its JSON file.</summary>
public static class WaveReader
{
    public static readonly IReadOnlyList<string> KnownProperties =
        ["$schema", "format", "id", "title", "survey", "version", "audience", "population", "populationAtLeast", "under", "minimumCell", "weighting", "visibility", "pace", "opensAt", "closesAt", "demo", "rehearsal"];

    public static readonly IReadOnlyDictionary<string, Population> Populations = new OrderedDictionary<string, Population>
    {
        ["students"] = Population.Students,
        ["households"] = Population.Households,
        ["staff"] = Population.Staff,
        ["none"] = Population.None,
    };

    private static readonly IReadOnlyDictionary<string, bool> Weightings = new OrderedDictionary<string, bool> { ["none"] = false, ["enrolment"] = true };

    private static readonly IReadOnlyDictionary<string, bool> Visibilities = new OrderedDictionary<string, bool> { ["members"] = false, ["public"] = true };

    /// <summary>
    /// The wave, or every problem of the file at once; never throws. Whether it fits its survey and its tenant's organisations
    /// is a second question, for <see cref="WaveRules"/>; when its times are, for <see cref="WaveTimes"/>.
    /// </summary>
    public static Reading<WaveDefinition, DefinitionProblem> Read(ReadOnlyMemory<byte> utf8) =>
        DefinitionFile.Read(utf8, KnownProperties, (wave, problems) =>
        {
            var id = wave.Required("id")?.Id();
            var title = wave.Required("title") is { } texts ? LocalizedTextReader.ReadAny(texts) : null;
            if (title is { Texts.Count: 0 })
                wave.Report("title", "The title has no text: write it in the survey's default language at least.");
            var survey = wave.Required("survey")?.Id();
            var version = wave.Required("version")?.WholeNumber(1, int.MaxValue);
            var audience = wave.Optional("audience")?.Choice(SurveyFormat.Audiences);
            var population = wave.Required("population")?.Choice(Populations);
            var populationAtLeast = wave.Optional("populationAtLeast")?.WholeNumber(1, int.MaxValue);
            var under = wave.Optional("under")?.Id();
            var minimumCell = wave.Optional("minimumCell")?.WholeNumber(WaveDefinition.LeastMinimumCell, int.MaxValue);
            var isWeighted = wave.Optional("weighting")?.Choice(Weightings) ?? false;
            var pace = wave.Optional("pace")?.WholeNumber(WaveDefinition.LeastPace, int.MaxValue);
            var opensAt = wave.Optional("opensAt")?.LocalTime();
            var closesAt = wave.Optional("closesAt")?.LocalTime();
            var isDemo = wave.Optional("demo")?.Flag() ?? false;
            var isPublic = wave.Optional("visibility")?.Choice(Visibilities) ?? isDemo;
            var isRehearsal = wave.Optional("rehearsal")?.Flag() ?? false;
            if (!problems.IsEmpty)
                return null;

            return new WaveDefinition
            {
                Id = new WaveId(id!),
                Title = title!,
                Survey = new SurveyId(survey!),
                Version = version!.Value,
                Audience = audience,
                Population = population!.Value,
                PopulationAtLeast = populationAtLeast,
                Under = under is null ? null : new ScopeId(under),
                MinimumCell = minimumCell ?? WaveDefinition.LeastMinimumCell,
                IsWeighted = isWeighted,
                IsPublic = isPublic,
                Pace = pace,
                OpensAt = opensAt,
                ClosesAt = closesAt,
                IsDemo = isDemo,
                IsRehearsal = isRehearsal,
            };
        });
}
