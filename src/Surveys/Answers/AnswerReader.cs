using Surveys.Definitions;

namespace Surveys.Answers;

/// <summary>
/// Holds the answers of a submission against the survey. The sheet is made anew from the answers every time: what the form
/// showed or hid on the way plays no part.
/// </summary>
public static class AnswerReader
{
    /// <param name="raw">By item id. Blank values are the same as none.</param>
    /// <param name="dropHidden">
    /// What becomes of an answer to an item that is not asked, given the answers before it. True: left out silently, for a form
    /// without script can neither hide an item nor unselect its answer. False: <see cref="AnswerProblemCode.HiddenAnswered"/>.
    /// </param>
    public static AnswerReading Read(SurveyVersion survey, IReadOnlyDictionary<string, RawAnswer> raw, bool dropHidden)
    {
        var problems = new List<AnswerProblem>();
        var comments = new Dictionary<string, string>();
        var codes = new int[survey.Items.Count];
        var presences = new Presence[codes.Length];
        var faulty = new bool[codes.Length];
        var known = 0;

        for (var i = 0; i < codes.Length; i++)
        {
            var item = survey.Items[i];
            presences[i] = PresenceOf(item, i);
            var values = default(RawAnswer);
            if (raw.TryGetValue(item.Id, out var sent))
            {
                known++;
                values = WithoutBlanks(sent);
            }

            var before = problems.Count;
            var answered = values.IsMalformed || values.Values is { Count: > 0 };
            if (presences[i] is Presence.Hidden)
            {
                if (answered && !dropHidden)
                    problems.Add(new AnswerProblem(item.Id, AnswerProblemCode.HiddenAnswered, item.ShowIf!.ItemId));
            }
            else if (answered)
            {
                codes[i] = AnswerParser.Parse(item, values, comments, problems);
            }
            else if (item.IsRequired && presences[i] is Presence.Asked)
            {
                problems.Add(new AnswerProblem(item.Id, AnswerProblemCode.RequiredMissing));
            }
            faulty[i] = problems.Count > before;
        }

        if (known < raw.Count)
        {
            var strangers = raw.Keys.Except(survey.Items.Select(item => item.Id)).Order(StringComparer.Ordinal);
            problems.AddRange(strangers.Select(id => new AnswerProblem(id, AnswerProblemCode.UnknownItem)));
        }
        return problems.Count > 0
            ? AnswerReading.Failed(problems)
            : AnswerReading.Of(new AnswerSheet { Survey = survey, Codes = codes, Comments = comments });

        Presence PresenceOf(Item item, int index)
        {
            if (item.ShowIf is not { } condition)
                return Presence.Asked;
            for (var i = 0; i < index; i++)
            {
                if (survey.Items[i].Id != condition.ItemId)
                    continue;
                if (presences[i] is Presence.Hidden)
                    return Presence.Hidden;
                if (faulty[i] || presences[i] is Presence.Undecided)
                    return Presence.Undecided;
                return ConditionRule.Holds(condition, survey.Items[i], codes[i]) ? Presence.Asked : Presence.Hidden;
            }
            throw new ArgumentException($"Item '{item.Id}' depends on '{condition.ItemId}', which is not before it.", nameof(survey));
        }
    }

    /// <summary>Programs send no blank values: theirs are taken as they are, without a copy.</summary>
    private static RawAnswer WithoutBlanks(RawAnswer sent)
    {
        for (var i = 0; i < sent.Values.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(sent.Values[i]))
                return sent with { Values = [.. sent.Values.Where(value => !string.IsNullOrWhiteSpace(value))] };
        }
        return sent;
    }

    private enum Presence
    {
        Asked,
        Hidden,

        /// <summary>It depends on an answer that is itself wrong: neither missing nor superfluous can be said.</summary>
        Undecided,
    }
}
