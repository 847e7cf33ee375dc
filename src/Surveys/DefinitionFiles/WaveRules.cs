using Surveys.Definitions;
using Surveys.Organisations;
using Surveys.Readings;

namespace Surveys.DefinitionFiles;

/// <summary>Whether a wave fits the survey it asks and the organisations it asks about.</summary>
public static class WaveRules
{
    /// <summary>Every problem, with JSON pointers into the wave's file; empty: the wave can open.</summary>
    /// <exception cref="ArgumentException">This is another survey version than the wave names.</exception>
    public static IReadOnlyList<DefinitionProblem> Check(WaveDefinition wave, SurveyVersion survey, OrganisationTree organisations)
    {
        if (wave.Survey != survey.Id || wave.Version != survey.Version)
            throw new ArgumentException($"The wave asks version {wave.Version} of '{wave.Survey}'.", nameof(survey));

        var problems = new ProblemList();
        CheckTitle(wave, survey, problems);
        if (CheckAudience(wave, survey, problems))
        {
            CheckPopulation(wave, survey.For(wave.Audience), problems);
            CheckScope(wave, survey.For(wave.Audience), organisations, problems);
        }
        return problems.All;
    }

    private static void CheckTitle(WaveDefinition wave, SurveyVersion survey, ProblemList problems)
    {
        var main = survey.Languages[0];
        if (!wave.Title.Texts.ContainsKey(main))
            problems.Add($"/title/{main}", $"The title in the survey's default language '{main}' is missing: add it.");
        foreach (var extra in wave.Title.Texts.Keys.Except(survey.Languages))
            problems.Add($"/title/{extra}", $"The survey does not offer '{extra}': remove this text.");
    }

    private static bool CheckAudience(WaveDefinition wave, SurveyVersion survey, ProblemList problems)
    {
        var audiences = string.Join(" or ", SurveyFormat.Audiences.Where(entry => survey.Audiences.Contains(entry.Value)).Select(entry => entry.Key));
        if (wave.Audience is null && survey.Audiences.Count > 1)
            problems.Add("/audience", $"The survey is for several: say whom this wave asks, {audiences}.");
        else if (wave.Audience is { } named && !survey.Audiences.Contains(named))
            problems.Add("/audience", $"The survey is not for these people: use {audiences}.");
        else
            return true;
        return false;
    }

    private static void CheckPopulation(WaveDefinition wave, SurveyVersion survey, ProblemList problems)
    {
        var fitting = WaveReader.Populations.Where(entry => Fits(entry.Value, survey.Audience)).Select(entry => entry.Key).ToList();
        if (!Fits(wave.Population, survey.Audience))
            problems.Add("/population", $"The survey does not ask these people: use {string.Join(" or ", fitting)}.");
        if (wave.IsWeighted && wave.Population is Population.None)
            problems.Add("/weighting", "Nobody knows how many could answer, and so nothing can be weighted by that: name a population, or remove the weighting.");
    }

    /// <summary>Member organisations are not counted as people, so that a member survey has no population.</summary>
    private static bool Fits(Population population, Audience audience) => population switch
    {
        Population.Students or Population.Households => audience == Audience.Family,
        Population.Staff => audience == Audience.Staff,
        _ => true,
    };

    private static void CheckScope(WaveDefinition wave, SurveyVersion survey, OrganisationTree organisations, ProblemList problems)
    {
        if (wave.Under is { } scope && !organisations.Contains(scope))
            problems.Add("/under",
                $"There is no organisation and no collection '{scope}': correct the id, or remove it to ask everywhere.");
        else if (organisations.RespondingNodes(survey.Audience, wave.Under).Count == 0)
        {
            var needed = survey.Audience == Audience.Member ? "organisation with a member category" : "school";
            problems.Add("/under", $"There is no {needed} to ask here: name another scope, or add one to the organisations.");
        }
    }
}
