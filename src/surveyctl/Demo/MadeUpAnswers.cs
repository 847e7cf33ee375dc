using System.Security.Cryptography;
using System.Text;

namespace Surveyctl.Demo;

/// <summary>
/// Makes up responses that are valid for a survey and look like those of a real community: schools and groups that
/// differ, answers that agree with each other, items left blank. The same arguments give the same responses.
/// </summary>
public static class MadeUpAnswers
{
    /// <summary>
    /// All responses of a wave, school by school in the order given. Only here do the shares of an exact item hold to the
    /// nearest response, because they are a property of the whole wave; so the whole wave is held in memory.
    /// </summary>
    /// <param name="model">Already held against survey and schools by <see cref="DemoModelCheck"/>.</param>
    public static IReadOnlyList<MadeUpResponse> ForWave(SurveyVersion survey, DemoModel model, IReadOnlyList<MadeUpSchool> schools)
    {
        var people = schools.SelectMany(school => PeopleOf(survey, model, model.Seed, school, count: null)).ToList();
        return new Interview(survey, model, ranked: true).Hold(people);
    }

    /// <summary>
    /// A number of responses of one school. The seed goes before the model's own: another seed gives other people, the
    /// same seed the same people with the same response ids, and a larger count more of them.
    /// </summary>
    /// <param name="model">Null: a plain community.</param>
    public static IReadOnlyList<MadeUpResponse> ForSchool(SurveyVersion survey, SchoolId school, int count, int seed, DemoModel? model = null)
    {
        model ??= DemoDefaults.Community(seed);
        var people = PeopleOf(survey, model, seed, new MadeUpSchool(school, Population: null), count);
        return new Interview(survey, model, ranked: false).Hold(people);
    }

    private static List<Person> PeopleOf(SurveyVersion survey, DemoModel model, int seed, MadeUpSchool school, int? count)
    {
        var random = new Random(SeedOf(model.Seed, school.Id));
        var spread = (Rate: NormalDistribution.Draw(random), Count: random.NextDouble(), Tilt: NormalDistribution.Draw(random));
        var own = model.Schools?.GetValueOrDefault(school.Id.Value);
        var tilt = own?.Tilt ?? (spread.Tilt * model.Turnout.TiltSpread);
        var people = count ?? own?.Count ?? Turnout(model.Turnout, own?.Rate, school.Population, spread.Rate, spread.Count);
        return [.. Enumerable.Range(0, people).Select(index => Person.Create(survey, model, seed, school.Id, index, tilt))];
    }

    private static int Turnout(DemoTurnout turnout, double? ownRate, int? population, double rateDraw, double countDraw)
    {
        if (ownRate is null && turnout.CountBetween is [var fewest, var most])
            return fewest + (int)(countDraw * (most - fewest + 1));
        // The mean of a log-normal factor is 1 if half its variance is taken off the exponent.
        var factor = Math.Exp((turnout.RateSpread * rateDraw) - (turnout.RateSpread * turnout.RateSpread / 2));
        var rate = ownRate ?? (turnout.Rate ?? 0) * factor;
        return (int)Math.Round(Math.Min(rate, 1) * (population ?? 0), MidpointRounding.AwayFromZero);
    }

    private static int SeedOf(int seed, SchoolId school) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{school}")));
}
