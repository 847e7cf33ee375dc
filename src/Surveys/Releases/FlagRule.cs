using Surveys.Definitions;
using Surveys.Tallies;

namespace Surveys.Releases;

/// <summary>A stored response as far as it is judged.</summary>
/// <param name="Hour">In which it came.</param>
/// <param name="Content">Equal for equal answers about one school.</param>
/// <param name="Entry">What it counts.</param>
public sealed record Arrival(DateTimeOffset Hour, string Content, SheetEntry Entry);

/// <summary>What a coordinator decided about the flagged responses of a school that had come by then: one lot.</summary>
/// <param name="Until">Of those that came before this hour.</param>
/// <param name="Hours">In which more had come than people could have sent: all of them, whatever is withdrawn or mended since.</param>
/// <param name="IsTakenIn">False: excluded.</param>
public sealed record FlagDecision(DateTimeOffset Until, IReadOnlyCollection<DateTimeOffset> Hours, bool IsTakenIn);

/// <summary>A response that may not be of a person of its own.</summary>
/// <param name="Lot">Index of the decision that holds for it; as many as there are decisions: none does yet.</param>
/// <param name="IsHasty">It came in an hour with more than people could have sent; false: it is one of many identical ones.</param>
public readonly record struct Flag(Arrival Arrival, int Lot, bool IsHasty);

/// <summary>
/// Which responses about one school may not be of people: those of an hour in which more came than people could have sent, all of them as
/// nobody can tell the false from the true, and identical ones from the tenth on.
/// </summary>
/// <remarks>
/// Identity says something only of answers that two people hardly give alike. Sheets with fewer than <see cref="LeastAnswers"/> answers, and
/// those that have the same column of every scale, or the same place counted from its favorable end, but for one at most, are given alike by
/// many: of these as many are left as there are other responses about the school, so that one such sheet is never more than half of it. A survey
/// with fewer questions is not looked at.
/// </remarks>
public sealed class FlagRule(SurveyVersion survey)
{
    /// <summary>So many within an hour are ordinary at every school.</summary>
    public const int UsualPace = 100;

    /// <summary>So many identical responses are left as they are.</summary>
    public const int MostIdentical = 9;

    /// <summary>Answers of a response, to anything but a comment, that two people hardly give alike.</summary>
    public const int LeastAnswers = 10;

    /// <summary>
    /// How many responses people could send about a school within an hour: as the wave says, else half of all its families, all of its staff
    /// (who meet), or <see cref="UsualPace"/> if that is more.
    /// </summary>
    /// <param name="population">Null: unknown.</param>
    public int PaceOf(WaveDefinition wave, int? population) =>
        wave.Pace ?? Math.Max(UsualPace, (population ?? 0) / (survey.Audience is Audience.Family ? 2 : 1));

    /// <param name="arrivals">About one school, in an order that stays: of identical ones of an hour the first are left.</param>
    /// <param name="pace">As of <see cref="PaceOf"/>.</param>
    /// <param name="decisions">In the order in which they were made.</param>
    public IReadOnlyList<Flag> Find(IEnumerable<Arrival> arrivals, int pace, IReadOnlyList<FlagDecision> decisions)
    {
        var flags = new List<Flag>();
        var rest = new List<Arrival>();
        foreach (var hour in arrivals.GroupBy(arrival => arrival.Hour).OrderBy(hour => hour.Key))
        {
            var lot = IndexOf(decisions, decision => decision.Hours.Contains(hour.Key));
            if (lot < decisions.Count || hour.Count() > pace)
                flags.AddRange(hour.Select(arrival => new Flag(arrival, lot, IsHasty: true)));
            else
                rest.AddRange(hour);
        }
        if (survey.Items.Count(item => item.Kind is not ItemKind.Comment) >= LeastAnswers)
            AddIdentical(flags, rest, decisions);
        return flags;
    }

    private void AddIdentical(List<Flag> flags, List<Arrival> rest, IReadOnlyList<FlagDecision> decisions)
    {
        // Per lot how many had come with those of the lots before, so that what comes later moves nothing between lots.
        var all = Come(rest);
        foreach (var identical in rest.GroupBy(arrival => arrival.Content).Where(identical => identical.Count() > MostIdentical))
        {
            var same = Come(identical);
            var isTelling = IsTelling(identical.First().Entry.Codes);
            var left = 0;
            foreach (var arrival in identical)
            {
                var lot = LotOf(arrival);
                if (left < (isTelling ? MostIdentical : Math.Max(MostIdentical, all[lot] - same[lot])))
                    left++;
                else
                    flags.Add(new Flag(arrival, lot, IsHasty: false));
            }
        }

        int LotOf(Arrival arrival) => IndexOf(decisions, decision => arrival.Hour < decision.Until);

        int[] Come(IEnumerable<Arrival> arrivals)
        {
            var come = new int[decisions.Count + 1];
            foreach (var arrival in arrivals)
                come[LotOf(arrival)]++;
            for (var lot = 1; lot < come.Length; lot++)
                come[lot] += come[lot - 1];
            return come;
        }
    }

    /// <summary>Whether two people hardly give it alike: many answers, and not the same all the way.</summary>
    private bool IsTelling(IReadOnlyList<int> codes)
    {
        var answered = survey.Items.Index().Where(entry => codes[entry.Index] > 0 && entry.Item.Kind is not ItemKind.Comment).ToList();
        var scales = answered.Where(entry => entry.Item.Kind is ItemKind.Scale).Select(entry => (entry.Item.Options, Option: codes[entry.Index] - 1)).ToList();
        return answered.Count >= LeastAnswers
            && !AreAlike(scales.Select(scale => scale.Option))
            && !AreAlike(scales.Select(scale => RankOf(scale.Options, scale.Option)));
    }

    /// <summary>But for one at most.</summary>
    private static bool AreAlike(IEnumerable<int> answers)
    {
        var often = answers.CountBy(answer => answer).Select(answer => answer.Value).OrderDescending().ToList();
        return often.Skip(1).Sum() <= 1;
    }

    /// <summary>How far an option is from the favorable end of its scale.</summary>
    private static int RankOf(IReadOnlyList<Option> options, int option)
    {
        var scored = options.Index().Where(entry => entry.Item.Class is not OptionClass.Excluded).Select(entry => entry.Index).ToList();
        return scored.IndexOf(option) is var place && options[scored[0]].Class is OptionClass.Favorable || place < 0 ? place : scored.Count - 1 - place;
    }

    /// <summary>As many as there are: none.</summary>
    private static int IndexOf(IReadOnlyList<FlagDecision> decisions, Func<FlagDecision, bool> holds) => decisions.TakeWhile(decision => !holds(decision)).Count();
}
