using System.Text;
using System.Text.Json;

using SurveyEngine.Intake;

using Surveys.Answers;
using Surveys.Definitions;
using Surveys.Ids;

namespace Benchmarks.Load;

/// <summary>Responses with every item answered, from a seed: the same on every run but for their ids.</summary>
internal sealed class FullAnswers
{
    private const string Words = "My daughter likes her teachers, and the office answers in our language. The bus is often late. ";

    private readonly FamilyWave _wave;
    private readonly Random _random;
    private readonly int[] _schools;

    // Answers of the items that others depend on, so that all are asked.
    private readonly Dictionary<string, string> _conditions;

    private int _next;

    public FullAnswers(FamilyWave wave, int seed)
    {
        (_wave, _random) = (wave, new Random(seed));
        _schools = [.. Enumerable.Range(0, _wave.Schools.Count)];
        _random.Shuffle(_schools);
        _conditions = _wave.Wave.Survey.Items
            .Where(item => item.ShowIf is not null)
            .GroupBy(item => item.ShowIf!.ItemId)
            .ToDictionary(group => group.Key, group => group.First().ShowIf!.AnyOf[0]);
    }

    /// <summary>All schools in turn, in an order that does not know of buckets.</summary>
    public int SchoolAt(int index) => _schools[index % _schools.Length];

    /// <summary>For the next school in turn, as a whole HTTP request.</summary>
    public Request NextRequest()
    {
        var (id, school) = (new ResponseId(Guid.NewGuid()), Next());
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("id", id.ToString());
            json.WriteString("school", _wave.Schools[school].Id.Value);
            json.WriteString("language", _wave.Wave.Survey.Languages[school % _wave.Wave.Survey.Languages.Count]);
            json.WriteString("channel", "link");
            json.WritePropertyName("answers");
            WriteAnswers(json);
            json.WriteEndObject();
        }
        return Request.Post($"/api/waves/{_wave.Wave.Id}/responses", body.ToArray(), id);
    }

    /// <summary>For the next school in turn, as the app hands it to the store.</summary>
    public Submission NextSubmission()
    {
        var school = Next();
        return Submission(school, NextSheet());
    }

    public Submission Submission(int school, AnswerSheet sheet) => new(
        _wave.Wave, _wave.Schools[school], new ResponseId(Guid.NewGuid()), school % _wave.Wave.Survey.Languages.Count, Channel.Link, sheet);

    public AnswerSheet NextSheet()
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body))
            WriteAnswers(json);
        return AnswerJson.Read(_wave.Wave.Survey, Encoding.UTF8.GetString(body.ToArray()));
    }

    private int Next() => SchoolAt(_next++);

    private void WriteAnswers(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var item in _wave.Wave.Survey.Items)
        {
            switch (item.Kind)
            {
                case ItemKind.Number:
                    json.WriteNumber(item.Id, _random.Next(11));
                    break;
                case ItemKind.Comment:
                    json.WriteString(item.Id, Words);
                    break;
                case ItemKind.MultipleChoice:
                    json.WriteStartArray(item.Id);
                    json.WriteStringValue(item.Options[_random.Next(item.Options.Count)].Id);
                    json.WriteEndArray();
                    break;
                default:
                    json.WriteString(
                        item.Id, _conditions.GetValueOrDefault(item.Id) ?? item.Options[_random.Next(item.Options.Count)].Id);
                    break;
            }
        }
        json.WriteEndObject();
    }
}
