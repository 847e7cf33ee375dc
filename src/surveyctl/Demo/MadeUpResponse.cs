using System.Text.Json;

using Surveys.Answers;
using Surveys.Organisations;

namespace Surveyctl.Demo;

/// <summary>A school, or in a member survey a member, that made-up answers are about.</summary>
/// <param name="Id">The school.</param>
/// <param name="Population">Students, households or staff, as the wave declares; null if unknown, and then no response rate gives a count.</param>
public readonly record struct MadeUpSchool(SchoolId Id, int? Population)
{
    public static MadeUpSchool Of(OrganisationNode node, Population population) => new(
        new SchoolId(node.Id.Value),
        population switch
        {
            Surveys.Definitions.Population.Students => node.Enrolment,
            Surveys.Definitions.Population.Households => node.Households,
            Surveys.Definitions.Population.Staff => node.Staff,
            _ => null,
        });
}

/// <summary>One made-up response, valid for its survey.</summary>
public sealed record MadeUpResponse
{
    /// <summary>The same for the same seed, school and place in it, so that submitting it again is a replay.</summary>
    public required ResponseId Id { get; init; }

    public required SchoolId School { get; init; }

    /// <summary>One of the survey's languages.</summary>
    public required string Language { get; init; }

    public required Channel Channel { get; init; }

    /// <summary>By item id, as <c>AnswerReader</c> takes them. Items that were skipped or not asked are absent.</summary>
    public required IReadOnlyDictionary<string, RawAnswer> Answers { get; init; }

    /// <summary>
    /// Writes the answers as the JSON object that a submission carries, in survey order: an option id, a list of option ids,
    /// a number or a text.
    /// </summary>
    public void WriteAnswers(Utf8JsonWriter writer, SurveyVersion survey)
    {
        writer.WriteStartObject();
        foreach (var item in survey.Items)
        {
            if (!Answers.TryGetValue(item.Id, out var answer)) continue;
            writer.WritePropertyName(item.Id);
            if (answer.IsList)
            {
                writer.WriteStartArray();
                foreach (var value in answer.Values) writer.WriteStringValue(value);
                writer.WriteEndArray();
            }
            else if (item.Kind == ItemKind.Number)
            {
                writer.WriteRawValue(answer.Values[0]);
            }
            else
            {
                writer.WriteStringValue(answer.Values[0]);
            }
        }
        writer.WriteEndObject();
    }
}
